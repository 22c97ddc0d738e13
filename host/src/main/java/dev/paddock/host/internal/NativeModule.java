package dev.paddock.host.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.host.CompileStatistics;
import dev.paddock.program.Program;
import org.jspecify.annotations.Nullable;
import dev.paddock.worker.CodeImage;

/** A program as machine code. */
final class NativeModule implements CompiledModule {
    private final NativeBackend backend;
    private final Program program;
    private final CompilerOptions options;
    private final NativeCode code;
    private final CompileStatistics statistics;
    private final MemoryImages images;
    private @Nullable NativeCode codeForAnyState;

    NativeModule(
            NativeBackend backend,
            Program program,
            CompilerOptions options,
            NativeCode code,
            CompileStatistics statistics) {
        this.backend = backend;
        this.program = program;
        this.options = options;
        this.code = code;
        this.statistics = statistics;
        this.images = new MemoryImages(program, backend.config().pageSize());
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public CompileStatistics statistics() {
        return statistics;
    }

    CompilerOptions options() {
        return options;
    }

    NativeCode code() {
        return code;
    }

    /** Code of the same program that can go on at any instruction with any registers and any gas; made when first needed. */
    synchronized NativeCode codeForAnyState() {
        if (codeForAnyState == null) {
            codeForAnyState = backend.compileForAnyState(program, options);
        }
        return codeForAnyState;
    }

    CodeImage image() {
        return code.image();
    }

    @Override
    public Machine newMachine(long auxSize, PostedCallSink posted) {
        return backend.newMachine(this, images.of(auxSize), posted);
    }

    @Override
    public long[] startRegisters(long auxSize) {
        return StartRegisters.of(program, backend.config(), auxSize);
    }
}
