package dev.paddock.host;

import dev.paddock.host.internal.EngineCore;
import dev.paddock.program.Program;
import java.util.Set;

/**
 * Makes modules of programs and owns what runs them: native workers, the checker thread, the caches. Safe for use by
 * many threads. Closing it ends calls that run with an {@link EngineClosedException}.
 */
public final class Engine implements AutoCloseable {
    private final EngineCore core;

    private Engine(EngineCore core) {
        this.core = core;
    }

    /** An engine with {@link EngineConfig#defaults()}. */
    public static Engine create() {
        return create(EngineConfig.defaults());
    }

    /** @throws BackendUnavailableException when the backend, or a sandbox layer that is required, is not to be had */
    public static Engine create(EngineConfig config) {
        return new Engine(EngineCore.create(config));
    }

    public EngineConfig config() {
        return core.config();
    }

    /** Where programs really run: never {@link Backend#AUTO}. */
    public Backend backend() {
        return core.backend();
    }

    /** Parses and compiles a {@code .polkavm} container. */
    public Module load(byte[] container) {
        return compile(Program.parse(container));
    }

    /** Compiles a program, or takes it from the caches. */
    public Module compile(Program program) {
        return compile(program, Set.of());
    }

    /**
     * The same, with some imports one-way: the program posts such calls and goes on without waiting for the host, so
     * their functions see arguments (a0 to a3), but no registers, return nothing, and may read memory only where the
     * program leaves it alone.
     */
    public Module compile(Program program, Set<String> oneWayImports) {
        return new Module(core, core.compile(program, oneWayImports));
    }

    /** Each layer of the sandbox, whether it is on, and if not, why and what to do. */
    public SandboxReport sandboxReport() {
        return core.sandboxReport();
    }

    /** How many worker processes there have been. */
    public WorkerCounts workers() {
        return core.workers();
    }

    @Override
    public void close() {
        core.close();
    }
}
