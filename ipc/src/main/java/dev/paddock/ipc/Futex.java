package dev.paddock.ipc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.foreign.Arena;

/**
 * Sleeping on a word of shared memory, and waking whoever does.
 *
 * <p>The futexes are the shared kind (not FUTEX_PRIVATE): the two sides are different processes. One instance belongs to
 * one sleeper at a time: it owns the timespec that the kernel reads, so that sleeping allocates nothing.
 */
public final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;

    private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);

    /**
     * Sleeps while the word holds {@code expected}, at most {@code nanos}. Returns for any reason: woken, changed, timed
     * out, a signal. The caller looks again.
     */
    public void sleep(long address, int expected, long nanos) {
        timespec.set(ValueLayout.JAVA_LONG, 0, nanos / 1_000_000_000);
        timespec.set(ValueLayout.JAVA_LONG, 8, nanos % 1_000_000_000);
        // Safe: the kernel reads 4 bytes of a live mapping and 16 bytes of the timespec, which `this` keeps alive.
        Libc.call(Libc.SYS_FUTEX, address, FUTEX_WAIT, expected, timespec.address(), 0, 0);
    }

    /** Wakes the one sleeper, if there is one. Never blocks. */
    public static void wake(long address) {
        Libc.call(Libc.SYS_FUTEX, address, FUTEX_WAKE, 1, 0, 0, 0);
    }
}
