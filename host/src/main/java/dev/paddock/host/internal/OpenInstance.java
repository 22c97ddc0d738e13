package dev.paddock.host.internal;

/** What an engine knows of a live instance. */
public final class OpenInstance {
    private final EngineCore core;
    private final Machine machine;
    private final RunControl control;
    private final long[] startRegisters;

    OpenInstance(EngineCore core, Checker checker, Machine machine, boolean asynchronousGas, long[] startRegisters) {
        this.core = core;
        this.machine = machine;
        this.control = new RunControl(machine, checker, asynchronousGas, this::release);
        this.startRegisters = startRegisters;
    }

    public Machine machine() {
        return machine;
    }

    public RunControl control() {
        return control;
    }

    public long[] startRegisters() {
        return startRegisters;
    }

    public void interrupt() {
        control.request(RunControl.INTERRUPT);
    }

    /** From any thread, any number of times. The machine is given back once no run uses it any more. */
    public void close() {
        control.close();
    }

    private void release() {
        core.forget(this);
        machine.close();
    }
}
