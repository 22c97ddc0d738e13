package dev.paddock.ipc;

/**
 * How long to spin before sleeping: spins for at most about what a sleep and a wake-up cost, and less where spinning has
 * lately been in vain.
 *
 * <p>Ski rental: one who spins as long as sleeping would cost, and then sleeps, is never more than twice as slow as one
 * who knows the future. On top of that the budget adapts: a wait that ended while spinning keeps it, one that ended soon
 * after falling asleep doubles it (most of it was the wake-ups of both sides), a long one halves it, down to a few polls.
 * With one core spinning only delays the other side, so there is none.
 */
public final class Waiter {
    /** About what two wake-ups cost: 4 to 20 us each, and up to 35 us where an idle virtual processor has to be woken. */
    public static final long MAX_SPIN_NANOS = 50_000;

    /** A sleep of up to this long may be made of nothing but wake-ups. */
    private static final long SHORT_NANOS = 150_000;
    /** Moving the other side to another processor is not tried more often. */
    private static final long MOVE_PAUSE_NANOS = 1_000_000;

    private static final long MIN_SPIN_NANOS = 1_000;
    /** Polls between two looks at the clock. A spinning peer answers within about five. */
    private static final int POLLS_PER_LOOK = 32;

    private final boolean maySpin;
    private long budget = MAX_SPIN_NANOS;

    private long moved = System.nanoTime();

    private int polls;
    private long spinStart;

    public Waiter() {
        this(Runtime.getRuntime().availableProcessors() > 1);
    }

    Waiter(boolean maySpin) {
        this.maySpin = maySpin;
    }

    /** A new wait begins. */
    void begin() {
        polls = 0;
    }

    /** After a poll that found nothing: true to poll again, false to sleep. Pauses as it sees fit. */
    boolean spinAgain() {
        if (!maySpin) {
            return false;
        }
        // With a pause from the first poll on: the worker may run on the other hyperthread of our core.
        Thread.onSpinWait();
        return ++polls % POLLS_PER_LOOK != 0 || beforeTheBudgetEnds();
    }

    private boolean beforeTheBudgetEnds() {
        long now = System.nanoTime();
        if (polls == POLLS_PER_LOOK) {
            spinStart = now;
            return true;
        }
        return now - spinStart < budget;
    }

    /** After a sleep that ended because there was something: learns from how long it took. */
    void slept(long nanos) {
        if (!maySpin) {
            return;
        }
        budget = nanos < SHORT_NANOS
                ? Math.min(MAX_SPIN_NANOS, budget * 2)
                : Math.max(MIN_SPIN_NANOS, budget / 2);
    }

    /** At the end of a spin that was in vain: whether to see to it that the other side has a processor of its own. */
    boolean shouldMove() {
        if (!maySpin || budget < MAX_SPIN_NANOS) {
            return false;
        }
        long now = System.nanoTime();
        if (now - moved < MOVE_PAUSE_NANOS) {
            return false;
        }
        moved = now;
        return true;
    }

    /** Nanoseconds it would spin now. */
    public long budget() {
        return maySpin ? budget : 0;
    }
}
