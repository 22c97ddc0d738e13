package dev.paddock.host.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may use a machine, and who wants it to stop. One word holds both, so a stop request can only hit the run it was
 * meant for: requests are added by compare-and-set while the running bit is set, and leave together with that bit.
 */
public final class RunControl {
    public static final int INTERRUPT = 1;
    public static final int DEADLINE = 2;
    public static final int CLOSE = 4;
    private static final int RUNNING = 8;
    private static final int REQUESTS = INTERRUPT | DEADLINE | CLOSE;

    /** {@link #deadline} when there is none. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RunControl.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Machine machine;
    private final Checker checker;
    private final boolean asynchronousGas;

    private volatile int state;
    private volatile boolean closed;
    /** System.nanoTime() at which the run is over; written by the runner before it sets the running bit. */
    private long deadline = NO_DEADLINE;

    RunControl(Machine machine, Checker checker, boolean asynchronousGas) {
        this.machine = machine;
        this.checker = checker;
        this.asynchronousGas = asynchronousGas;
    }

    /** Begins a run; false when another one has not ended yet. */
    public boolean begin(long deadlineNanos) {
        if (state != 0) {
            return false;
        }
        if (!STATE.compareAndSet(this, 0, RUNNING | (closed ? CLOSE : 0))) {
            return false;
        }
        deadline = deadlineNanos;
        // A request that came for an earlier run may still be on its way: clearing late is enough, since a stop that
        // nobody asked for is run on from.
        machine.clearStopRequest();
        if (asynchronousGas || deadlineNanos != NO_DEADLINE) {
            VarHandle.fullFence();
            checker.wakeIfIdle();
        }
        return true;
    }

    /** Ends the run. */
    public void end() {
        deadline = NO_DEADLINE;
        STATE.setRelease(this, 0);
    }

    /** What has been asked of the run so far. */
    public int requests() {
        return state & REQUESTS;
    }

    /** Takes the request of a run that is to go on by hand later. */
    public boolean isRunning() {
        return (state & RUNNING) != 0;
    }

    /** Asks the run to stop, if there is one. */
    public void request(int what) {
        for (int s = state; (s & RUNNING) != 0; s = state) {
            if ((s & what) != 0 || STATE.compareAndSet(this, s, s | what)) {
                machine.requestStop();
                checker.wakeIfIdle();
                return;
            }
        }
    }

    /** Asks the run to stop, and each later one before it starts. */
    public void close() {
        closed = true;
        request(CLOSE);
    }

    public boolean isClosed() {
        return closed;
    }

    /** The checker's look; true when this run needs another one. */
    boolean tick(long now) {
        var s = state;
        if ((s & RUNNING) == 0) {
            return false;
        }
        if ((s & REQUESTS) != 0) {
            machine.requestStop();
            return true;
        }
        var end = (long) DEADLINE_FIELD.getOpaque(this);
        if (end != NO_DEADLINE && now - end >= 0) {
            request(DEADLINE);
            return true;
        }
        if (asynchronousGas) {
            machine.checkGas();
        }
        return asynchronousGas || end != NO_DEADLINE;
    }

    /** When this run is over. */
    long deadline() {
        return (long) DEADLINE_FIELD.getOpaque(this);
    }

    private static final VarHandle DEADLINE_FIELD;

    static {
        try {
            DEADLINE_FIELD = MethodHandles.lookup().findVarHandle(RunControl.class, "deadline", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
