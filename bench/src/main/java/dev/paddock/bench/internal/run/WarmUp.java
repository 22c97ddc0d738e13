package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Runs a machine until it gets no faster, within bounds: what a JIT compiler makes faster is not slow. */
final class WarmUp {
    /** A step that is faster by less than this part is not faster. */
    private static final double GAIN = 0.03;

    /** How many times as long as it must take it may take. */
    static final int MOST = 3;

    /** And this long, if that is less. */
    private static final long LONGEST_NANOS = 5_000_000_000L;

    private final LongSupplier clock;

    WarmUp(LongSupplier clock) {
        this.clock = clock;
    }

    /** What was compiled in the background meanwhile is tried for that part of a warm-up. */
    private static final int TRIAL = 5;

    /** A part of it. */
    interface Step {
        /** Goes on for so many nanoseconds, at least once, and returns an operation's time in the best moment of them. */
        double best(long nanos) throws PeerException;
    }

    /**
     * For {@code least}; then until nothing has become faster for half as long; for three times as long and for five seconds at
     * most.
     *
     * @return an operation's time in the best moment
     */
    double run(Duration least, Step step) throws PeerException {
        long wanted = Math.max(1, least.toNanos());
        long most = Math.max(wanted, Math.min(MOST * wanted, LONGEST_NANOS));
        long begin = clock.getAsLong();
        long faster = begin;
        long now;
        double best = Double.POSITIVE_INFINITY;
        do {
            double time = step.best(Math.max(1, wanted / 4));
            now = clock.getAsLong();
            if (time < best * (1 - GAIN)) {
                best = time;
                faster = now;
            }
        } while (now - begin < wanted || now - faster < wanted / 2 && now - begin < most);
        return best;
    }

    /** Waits for what goes on in the background; returns for how many moments, {@link Rest#WINDOWS} if it did not end. */
    interface Awaiting {
        int busy();
    }

    /**
     * The same, for what compiles in the background: goes on while that is busy, and while what it has made is faster, for five
     * seconds at most.
     */
    void run(Duration least, Step step, Awaiting background) throws PeerException {
        long begin = clock.getAsLong();
        double best = run(least, step);
        while (clock.getAsLong() - begin < LONGEST_NANOS) {
            int busy = background.busy();
            if (busy == 0) {
                return;
            }
            double time = run(least.dividedBy(TRIAL), step);
            if (busy < Rest.WINDOWS && time >= best * (1 - GAIN)) {
                return;
            }
            best = Math.min(best, time);
        }
    }
}
