package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.CompileStatistics;
import dev.paddock.host.EngineConfig;
import dev.paddock.program.Program;
import java.util.Set;

/** The portable backend: nothing to compile. */
final class InterpreterBackend implements MachineFactory {
    private final EngineConfig config;

    InterpreterBackend(EngineConfig config) {
        this.config = config;
    }

    @Override
    public Backend backend() {
        return Backend.INTERPRETER;
    }

    @Override
    public CompiledModule compile(Program program, Set<String> oneWayImports) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void close() {}
}
