package dev.paddock.host.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that looks after all running instances of an engine, each tick: asynchronous gas, deadlines, and stop
 * requests that got lost on their way. It sleeps while nothing needs it.
 */
final class Checker implements AutoCloseable {
    /** So many ticks with nothing to do before it goes to sleep: waking it costs a caller some microseconds. */
    private static final int IDLE_TICKS = 16;

    /** Deadlines that come before the next tick get a look of their own, but not sooner than this. */
    private static final long MIN_PAUSE_NANOS = 50_000;

    private final Set<RunControl> runs = ConcurrentHashMap.newKeySet();
    private final long tick;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;
    /** Of the last look; the checker's own. */
    private long nextDeadline;

    Checker(Duration tick) {
        this.tick = tick.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("paddock-checker").unstarted(this::loop);
        thread.start();
    }

    void add(RunControl run) {
        runs.add(run);
    }

    void remove(RunControl run) {
        runs.remove(run);
    }

    /** For a run that has made itself seen (its running bit is set, with a full fence behind it). */
    void wakeIfIdle() {
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void loop() {
        int quiet = 0;
        while (!closed) {
            quiet = look() ? 0 : quiet + 1;
            if (quiet >= IDLE_TICKS) {
                sleep();
                quiet = 0;
            } else {
                LockSupport.parkNanos(this, Math.clamp(nextDeadline, MIN_PAUSE_NANOS, tick));
            }
        }
    }

    private void sleep() {
        // Whoever starts a run sets its bit, then reads idle; here idle is set, then the bits are read.
        idle = true;
        while (!look() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
    }

    /** True when some run needs the next tick as well. */
    private boolean look() {
        var busy = false;
        var now = System.nanoTime();
        nextDeadline = Long.MAX_VALUE;
        for (var run : runs) {
            busy |= run.tick(now);
            nextDeadline = Math.min(nextDeadline, run.timeLeft(now));
        }
        return busy;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
