package dev.paddock.host.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.EngineClosedException;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.host.SandboxReport;
import dev.paddock.program.Program;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an engine owns: its backend, the checker, the lanes, and who is open. */
public final class EngineCore {
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
        var machine = module.newMachine(auxSize, posted);
        var control = new RunControl(machine, checker, config.metering() == Metering.ASYNC);
        var instance = new OpenInstance(this, machine, control, module.startRegisters(auxSize));
        instances.add(instance);
        checker.add(control);
        if (closed) {
            instance.close();
            requireOpen();
        }
        return instance;
    }

    void close(OpenInstance instance) {
        if (instances.remove(instance)) {
            checker.remove(instance.control());
            instance.control().close();
        }
    }

    public void close() {
        closed = true;
        instances.forEach(this::close);
        lanes.close();
        checker.close();
        machines.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineClosedException("the engine has been closed");
        }
    }
}
