package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.stats.ProcessorClock;
import dev.paddock.bench.vm.VmDescription;
import java.util.concurrent.locks.LockSupport;

/** Waits until processes that have just been started or warmed up have come to rest: their compilers, collectors, pools. */
final class Rest {
    private static final long WINDOW_NANOS = 60_000_000;
    static final int WINDOWS = 15;
    private static final double BUSY = 0.10;

    private Rest() {}

    /** Lets one finish what it compiles in the background, if it does; then it stands still. */
    static void after(Contestant contestant) {
        if (contestant.candidate().machine().warmUp().compareTo(VmDescription.SHORT_WARM_UP) > 0) {
            await();
        }
        contestant.pause();
    }

    /**
     * Until the processors were idle for a moment, or a second is over.
     *
     * @return how many moments they were busy
     */
    static int await() {
        for (int i = 0; i < WINDOWS; i++) {
            var clock = new ProcessorClock();
            LockSupport.parkNanos(WINDOW_NANOS);
            if (clock.busy() <= BUSY) {
                return i;
            }
        }
        return WINDOWS;
    }
}
