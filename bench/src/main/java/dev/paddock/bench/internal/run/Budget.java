package dev.paddock.bench.internal.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a run has.
 *
 * @param clock in nanoseconds
 * @param begin what it showed when the run began
 */
record Budget(LongSupplier clock, long begin, Duration total) {
    static Budget begin(LongSupplier clock, Duration total) {
        return new Budget(clock, clock.getAsLong(), total);
    }

    double elapsed() {
        return (clock.getAsLong() - begin) / 1e9;
    }

    /** Seconds; below 0 when it took longer. */
    double left() {
        return total.toNanos() / 1e9 - elapsed();
    }
}
