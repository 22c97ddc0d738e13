package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.JumpTableImage;
import dev.paddock.host.CompileStatistics;
import dev.paddock.host.CompileStatistics.Origin;
import dev.paddock.host.EngineConfig;
import dev.paddock.program.Program;
import dev.paddock.worker.CodeImage;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Makes native modules: from memory, from disk, or by compiling. Compilers are kept and reused, one for each thread. */
final class NativeCompiler {
    private final EngineConfig config;
    private final ConcurrentLinkedDeque<Compiler> idle = new ConcurrentLinkedDeque<>();
    private final MemoryCache memory = new MemoryCache();

    NativeCompiler(EngineConfig config) {
        this.config = config;
    }

    NativeModule compile(NativeBackend backend, Program program, CompilerOptions options) {
        var start = System.nanoTime();
        // Fails here rather than at the first instance if the memory can't be laid out.
        program.memoryMap(config.pageSize(), 0);
        var key = CacheKey.of(program, options);
        var origin = Origin.MEMORY_CACHE;
        var code = config.moduleCache() ? memory.find(key) : java.util.Optional.<NativeCode>empty();
        if (code.isEmpty()) {
            origin = Origin.COMPILED;
            code = java.util.Optional.of(compile(program, options));
            if (config.moduleCache()) {
                memory.add(key, code.get());
            }
        }
        var statistics = new CompileStatistics(System.nanoTime() - start, code.get().size(), origin);
        return new NativeModule(backend, program, options, code.get(), statistics);
    }

    private NativeCode compile(Program program, CompilerOptions options) {
        var code = program.code();
        var compiler = idle.poll();
        if (compiler == null) {
            compiler = new Compiler();
        }
        try (var draft = CodeImage.draft(JumpTableImage.size(code), Compiler.worstCaseSize(code, options))) {
            var compiled = compiler.compile(code, options, draft.code());
            JumpTableImage.write(code, compiler, draft.table());
            var exportPcs = NativeCode.exportPcs(program);
            var exports = new long[exportPcs.length];
            for (int i = 0; i < exports.length; i++) {
                exports[i] = compiler.nativeOfBlock(exportPcs[i]);
            }
            var image = draft.seal(compiled.codeSize());
            return new NativeCode(code, options, image, compiled.codeSize(), exportPcs, exports);
        } finally {
            idle.push(compiler);
        }
    }
}
