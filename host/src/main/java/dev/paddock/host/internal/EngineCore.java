package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.EngineClosedException;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.host.SandboxReport;
import dev.paddock.host.WorkerCounts;
import dev.paddock.program.Program;
import dev.paddock.seccomp.LinuxException;
import dev.paddock.seccomp.SandboxUnavailableException;
import dev.paddock.worker.WorkerLostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an engine owns: its backend, the checker, the lanes, and who is open. */
public final class EngineCore {
    /** How long closing waits for calls to notice; then their machines are killed. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final EngineConfig config;
    private final MachineFactory machines;
    private final SandboxReport report;
    private final Checker checker;
    private final Lanes lanes = new Lanes();
    private final Set<OpenInstance> instances = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private EngineCore(EngineConfig config, MachineFactory machines, SandboxReport report) {
        this.config = config;
        this.machines = machines;
        this.report = report;
        this.checker = new Checker(config.tick());
    }

    public static EngineCore create(EngineConfig config) {
        return switch (config.backend()) {
            case INTERPRETER -> new EngineCore(config, new InterpreterBackend(config), SandboxReports.notAsked());
            case NATIVE -> onWorkers(config);
            case AUTO -> {
                try {
                    yield onWorkers(config);
                } catch (BackendUnavailableException e) {
                    if (config.requireFullSandbox()) {
                        throw e;
                    }
                    yield new EngineCore(config, new InterpreterBackend(config), SandboxReports.unavailable(e));
                }
            }
        };
    }

    private static EngineCore onWorkers(EngineConfig config) {
        NativeBackend backend;
        try {
            backend = new NativeBackend(config);
        } catch (SandboxUnavailableException | WorkerLostException | LinuxException e) {
            throw new BackendUnavailableException("no sandboxed worker can be had: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new BackendUnavailableException(
                    "JNA's native library can't be loaded (see -Djna.tmpdir): " + e.getMessage(), e);
        }
        var report = SandboxReports.of(backend.report());
        if (config.requireFullSandbox() && !report.full()) {
            backend.close();
            throw new BackendUnavailableException("the sandbox lacks layers that are required: "
                    + SandboxReports.missing(report) + "; fix that, or set EngineConfig.withRequireFullSandbox(false)");
        }
        return new EngineCore(config, backend, report);
    }

    public EngineConfig config() {
        return config;
    }

    public Backend backend() {
        return machines.backend();
    }

    public Lanes lanes() {
        return lanes;
    }

    public SandboxReport sandboxReport() {
        return report;
    }

    public WorkerCounts workers() {
        return machines.workers();
    }

    public CompiledModule compile(Program program, Set<String> oneWayImports) {
        requireOpen();
        return machines.compile(program, oneWayImports);
    }

    public OpenInstance open(CompiledModule module, long auxSize, PostedCallSink posted) {
        requireOpen();
        var registers = module.startRegisters(auxSize);
        var machine = module.newMachine(auxSize, posted);
        var instance =
                new OpenInstance(this, checker, machine, config.metering() == Metering.ASYNC, registers);
        instances.add(instance);
        checker.add(instance.control());
        if (closed) {
            instance.close();
            requireOpen();
        }
        return instance;
    }

    void forget(OpenInstance instance) {
        checker.remove(instance.control());
        synchronized (instances) {
            instances.remove(instance);
            instances.notifyAll();
        }
    }

    /** Ends running calls: those in guest code at once, those in a host function when it returns. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        instances.forEach(OpenInstance::close);
        lanes.close();
        awaitEnds();
        instances.forEach(instance -> instance.machine().kill());
        checker.close();
        machines.close();
    }

    private void awaitEnds() {
        var end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        synchronized (instances) {
            try {
                for (var left = CLOSE_PATIENCE; !instances.isEmpty() && left.isPositive(); ) {
                    instances.wait(Math.max(left.toMillis(), 1));
                    left = Duration.ofNanos(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineClosedException("the engine has been closed");
        }
    }
}
