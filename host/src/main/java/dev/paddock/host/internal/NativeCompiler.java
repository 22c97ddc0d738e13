package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.JumpTableImage;
import dev.paddock.host.CompileStatistics;
import dev.paddock.host.CompileStatistics.Origin;
import dev.paddock.host.EngineConfig;
import dev.paddock.program.Program;
import dev.paddock.worker.CodeImage;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Makes native modules: from memory, from disk, or by compiling. Compilers are reused, by one thread at a time. */
final class NativeCompiler {
    /** In memory nothing outlives the compiler. */
    private static final String THIS_ONE = "";

    private final EngineConfig config;
    private final ConcurrentLinkedDeque<Compiler> idle = new ConcurrentLinkedDeque<>();
    private final MemoryCache memory = new MemoryCache();
    private final Optional<DiskCache> disk;
    private final String version;

    /** Code and where it came from. */
    private record Found(NativeCode code, Origin origin) {}

    NativeCompiler(EngineConfig config) {
        this.config = config;
        this.disk = config.cacheDirectory().map(DiskCache::new);
        this.version = disk.isPresent() ? CompilerVersion.read() : THIS_ONE;
    }

    NativeModule compile(NativeBackend backend, Program program, CompilerOptions options) {
        // Fails here rather than at the first instance if the memory can't be laid out.
        program.memoryMap(config.pageSize(), 0);
        var start = System.nanoTime();
        var found = config.moduleCache()
                ? findOrCompile(program, options)
                : new Found(compile(program, options, Optional.empty()), Origin.COMPILED);
        var statistics = new CompileStatistics(System.nanoTime() - start, found.code.size(), found.origin);
        return new NativeModule(backend, program, options, found.code, statistics);
    }

    /** The code for a guest whose registers somebody has set in the middle of a block. */
    NativeCode compileForAnyState(Program program, CompilerOptions options) {
        return compile(program, options.takingAnyState(), Optional.empty());
    }

    private Found findOrCompile(Program program, CompilerOptions options) {
        var key = CacheKey.of(program, options, version);
        var inMemory = memory.find(key);
        if (inMemory.isPresent()) {
            return new Found(inMemory.get(), Origin.MEMORY_CACHE);
        }
        var found = disk.flatMap(cache -> cache.load(key, program, options))
                .map(code -> new Found(code, Origin.DISK_CACHE))
                .orElseGet(() -> new Found(compile(program, options, Optional.of(key)), Origin.COMPILED));
        memory.add(key, found.code);
        return found;
    }

    private NativeCode compile(Program program, CompilerOptions options, Optional<CacheKey> key) {
        var code = program.code();
        var compiler = take();
        try (var draft = CodeImage.draft(JumpTableImage.size(code), Compiler.worstCaseSize(code, options))) {
            var compiled = draft.compile(compiler, code, options);
            var exportPcs = NativeCode.exportPcs(program);
            var exports = NativeCode.exportAddresses(code, exportPcs, compiler);
            if (key.isPresent() && disk.isPresent()) {
                disk.get().store(key.get(), draft, compiled.codeSize(), exports);
            }
            var image = draft.seal(compiled.codeSize());
            return new NativeCode(code, options, image, compiled.codeSize(), exportPcs, exports);
        } finally {
            idle.push(compiler);
        }
    }

    private Compiler take() {
        var compiler = idle.poll();
        return compiler == null ? new Compiler() : compiler;
    }
}
