package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.stats.ProcessorClock;
import java.util.concurrent.locks.LockSupport;

/** Waits until processes that have just been started or warmed up have come to rest: their compilers, collectors, pools. */
final class Rest {
    private static final long WINDOW_NANOS = 60_000_000;
    private static final int WINDOWS = 15;
    private static final double BUSY = 0.10;

    private Rest() {}

    /** Until the processors were idle for a moment, or a second is over. */
    static void await() {
        for (int i = 0; i < WINDOWS; i++) {
            var clock = new ProcessorClock();
            LockSupport.parkNanos(WINDOW_NANOS);
            if (clock.busy() <= BUSY) {
                return;
            }
        }
    }
}
