package dev.paddock.host;

import dev.paddock.host.internal.Machine;
import dev.paddock.host.internal.RunControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs one machine and serves its host calls. Nothing here allocates until an outcome is asked for: the way a run ended
 * stays in fields.
 */
final class GuestRun {
    /** How a run ended: the machine's own reasons, and ours. */
    enum End {
        FINISHED,
        PANIC,
        OUT_OF_GAS,
        PAGE_FAULT,
        HOST_CALL,
        DEADLINE,
        INTERRUPTED
    }

    private final Machine machine;
    private final RunControl control;
    private final int pageSize;
    /** By import number; null where the program may go without, and panics when it calls. */
    private final HostFunctions.@Nullable Raw[] functions;
    private final Caller caller;
    private final PostedCalls posted;

    private @Nullable Thread runner;

    GuestRun(
            Machine machine,
            RunControl control,
            HostFunctions.@Nullable Raw[] functions,
            Instance instance,
            PostedCalls posted) {
        this.machine = machine;
        this.control = control;
        this.pageSize = machine.memory().pageSize();
        this.functions = functions;
        this.caller = new Caller(instance, this, machine, null);
        this.posted = posted;
    }

    /** Takes the instance for this thread; each begin needs its {@link #end()}. */
    void begin(long timeLimit) {
        var deadline = timeLimit == 0 ? RunControl.NO_DEADLINE : System.nanoTime() + timeLimit;
        if (!control.begin(deadline)) {
            throw control.isClosed() ? closed(null) : busy();
        }
        runner = Thread.currentThread();
    }

    void end() {
        runner = null;
        control.end();
    }

    /** Fails when another thread runs the instance. Host functions, on the running thread, pass. */
    void checkOwner() {
        if (runner != Thread.currentThread()) {
            checkAtRest();
        }
    }

    private void checkAtRest() {
        if (control.isRunning() && runner != Thread.currentThread()) {
            throw busy();
        }
        if (control.isClosed()) {
            throw closed(null);
        }
    }

    /** Runs between {@link #begin} and {@link #end}. */
    End run(boolean serveImports) throws Exception {
        while (true) {
            var requests = control.requests();
            if (requests != 0) {
                return stoppedBy(requests);
            }
            var stop = step();
            posted.throwFailure();
            if (stop != Machine.Stop.HOST_CALL) {
                if (stop != Machine.Stop.INTERRUPTED) {
                    return endOf(stop);
                }
                // Either there is a request, seen at the top, or it was meant for an earlier run.
            } else if (!serveImports) {
                return End.HOST_CALL;
            } else {
                var number = machine.hostCallNumber();
                if (Integer.compareUnsigned(number, functions.length) >= 0) {
                    return End.HOST_CALL;
                }
                var function = functions[number];
                if (function == null) {
                    machine.end();
                    return End.PANIC;
                }
                function.call(caller);
            }
        }
    }

    private static End endOf(Machine.Stop stop) {
        return switch (stop) {
            case FINISHED -> End.FINISHED;
            case PANIC -> End.PANIC;
            case OUT_OF_GAS -> End.OUT_OF_GAS;
            case PAGE_FAULT -> End.PAGE_FAULT;
            case HOST_CALL -> End.HOST_CALL;
            case INTERRUPTED -> End.INTERRUPTED;
        };
    }

    private Machine.Stop step() {
        if (!machine.canRun()) {
            throw new IllegalStateException(
                    "there is nothing to run: the program has ended; prepare a call or set the pc first");
        }
        try {
            return machine.run();
        } catch (RuntimeException e) {
            if (control.isClosed()) {
                throw closed(e);
            }
            throw e;
        }
    }

    private End stoppedBy(int requests) {
        if ((requests & RunControl.CLOSE) != 0) {
            throw closed(null);
        }
        return (requests & RunControl.DEADLINE) != 0 ? End.DEADLINE : End.INTERRUPTED;
    }

    Outcome outcome(End end) {
        return switch (end) {
            case FINISHED -> new Outcome.Finished(machine.register(Instance.A0));
            case PANIC -> new Outcome.Panic((int) machine.pc());
            case OUT_OF_GAS -> new Outcome.OutOfGas();
            case PAGE_FAULT -> new Outcome.PageFault(
                    (int) machine.pc(), machine.faultAddress(), pageSize, machine.faultIsWriteProtection());
            case HOST_CALL -> new Outcome.HostCall(machine.hostCallNumber());
            case DEADLINE -> new Outcome.DeadlineExceeded();
            case INTERRUPTED -> new Outcome.Interrupted();
        };
    }

    private static EngineClosedException closed(@Nullable Throwable cause) {
        var closed = new EngineClosedException("the instance or its engine has been closed");
        if (cause != null) {
            closed.initCause(cause);
        }
        return closed;
    }

    private InstanceBusyException busy() {
        var by = runner;
        return new InstanceBusyException("the instance is in use by "
                + (by == null
                        ? "another thread"
                        : by == Thread.currentThread() ? "this very thread: a host function may not run its caller" : by.getName())
                + "; an instance runs one call at a time: make one instance for each thread");
    }
}
