package dev.paddock.host.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may use a machine, and who wants it to stop. One word holds both, so a stop request can only hit the run it was
 * meant for: requests are added by compare-and-set while the running bit is set, and leave together with that bit.
 *
 * <pre>
 *   0  --begin-->  RUNNING  --request-->  RUNNING | INTERRUPT ...  --end-->  0
 *   0  --close-->  RELEASED                (close during a run: RUNNING | CLOSE, and the run's end releases)
 * </pre>
 */
public final class RunControl {
    public static final int INTERRUPT = 1;
    public static final int DEADLINE = 2;
    public static final int CLOSE = 4;
    private static final int RUNNING = 8;
    private static final int RELEASED = 16;
    private static final int REQUESTS = INTERRUPT | DEADLINE | CLOSE;

    /** A deadline that never comes. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final VarHandle STATE;
    private static final VarHandle DEADLINE_NANOS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(RunControl.class, "state", int.class);
            DEADLINE_NANOS = lookup.findVarHandle(RunControl.class, "deadline", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Machine machine;
    private final Checker checker;
    private final boolean asynchronousGas;
    private final Runnable release;

    private volatile int state;
    private volatile boolean closed;
    /** System.nanoTime() at which the run is over; its runner writes it. */
    private long deadline = NO_DEADLINE;

    /** @param release done once, when the instance is closed and no run uses the machine any more */
    RunControl(Machine machine, Checker checker, boolean asynchronousGas, Runnable release) {
        this.machine = machine;
        this.checker = checker;
        this.asynchronousGas = asynchronousGas;
        this.release = release;
    }

    /** Begins a run; false when another one has not ended yet, or the instance is closed. */
    public boolean begin(long deadlineNanos) {
        if (closed || !STATE.compareAndSet(this, 0, RUNNING)) {
            return false;
        }
        // A request that came for an earlier run may still be on its way to the machine. Clearing it late is enough: a
        // stop that nobody asked for is run on from.
        machine.clearStopRequest();
        if (asynchronousGas || deadlineNanos != NO_DEADLINE) {
            DEADLINE_NANOS.setOpaque(this, deadlineNanos);
            // Our bit before its idle flag; the checker does it the other way round, so one of us sees the other.
            VarHandle.fullFence();
            checker.wakeIfIdle();
        }
        return true;
    }

    /** Ends the run. */
    public void end() {
        DEADLINE_NANOS.setOpaque(this, NO_DEADLINE);
        state = 0;
        if (closed) {
            release();
        }
    }

    /** What has been asked of the run so far. */
    public int requests() {
        return state & REQUESTS;
    }

    public boolean isRunning() {
        return (state & RUNNING) != 0;
    }

    public boolean isClosed() {
        return closed;
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

    /** Lets no run begin any more, and asks the one under way to stop. */
    public void close() {
        closed = true;
        request(CLOSE);
        release();
    }

    private void release() {
        if (STATE.compareAndSet(this, 0, RELEASED)) {
            release.run();
        }
    }

    /** The checker's look; true when this run needs another one. */
    boolean tick(long now) {
        var s = state;
        if ((s & RUNNING) == 0) {
            return false;
        }
        var end = (long) DEADLINE_NANOS.getOpaque(this);
        if ((s & REQUESTS) != 0) {
            machine.requestStop();
        } else if (end != NO_DEADLINE && now - end >= 0) {
            request(DEADLINE);
        } else if (asynchronousGas) {
            machine.checkGas();
        }
        return asynchronousGas || end != NO_DEADLINE || (s & REQUESTS) != 0;
    }

    /** Nanoseconds from {@code now} to the run's deadline; very large when there is none. */
    long timeLeft(long now) {
        var end = (long) DEADLINE_NANOS.getOpaque(this);
        return end == NO_DEADLINE ? Long.MAX_VALUE : Math.max(end - now, 0);
    }
}
