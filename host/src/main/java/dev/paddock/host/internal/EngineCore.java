package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.EngineClosedException;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.host.SandboxReport;
import dev.paddock.program.Program;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an engine owns: its backend, the checker, the lanes, and who is open. */
public final class EngineCore {
    /** How long closing waits for calls to notice; then their machines are killed. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final EngineConfig config;
    private final MachineFactory machines;
    private final Checker checker;
    private final Lanes lanes = new Lanes();
    private final Set<OpenInstance> instances = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private EngineCore(EngineConfig config, MachineFactory machines) {
        this.config = config;
        this.machines = machines;
        this.checker = new Checker(config.tick());
    }

    public static EngineCore create(EngineConfig config) {
        return new EngineCore(config, new InterpreterBackend(config));
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
        return new SandboxReport(false, List.of());
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
