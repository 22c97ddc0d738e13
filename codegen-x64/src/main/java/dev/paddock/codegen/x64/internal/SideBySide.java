package dev.paddock.codegen.x64.internal;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Does work in numbered parts, in the calling thread and as many of the common pool as come to help. Nobody is waited for who
 * has not begun: where the pool is busy, the caller does it all.
 */
final class SideBySide {
    private static final int MOST_THREADS = 16;

    private final IntConsumer work;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>(null);
    private int helping;
    private boolean over;

    private SideBySide(int count, IntConsumer work) {
        this.count = count;
        this.work = work;
    }

    /** How many threads such a number of parts is worth here: 1 where there is one processor. */
    static int threads(int parts) {
        // Asking takes a system call now and then.
        return parts == 1 ? 1 : Math.min(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), parts);
    }

    /**
     * Calls {@code work} with 0 to {@code count - 1}, begun in this order, by {@code threads} threads at most, and returns
     * when all that were begun are done. If one throws, none is begun any more, and that is thrown. Not interruptible.
     */
    static void run(int count, int threads, IntConsumer work) {
        var all = new SideBySide(count, work);
        for (int i = 1; i < Math.min(threads, count); i++) {
            ForkJoinPool.commonPool().execute(all::help);
        }
        all.goOn();
        all.await();
        var failure = all.failure.get();
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    private void help() {
        synchronized (this) {
            if (over) {
                return;
            }
            helping++;
        }
        goOn();
        synchronized (this) {
            helping--;
            notifyAll();
        }
    }

    private void goOn() {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                work.accept(i);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(count);
        }
    }

    private synchronized void await() {
        over = true;
        boolean interrupted = false;
        while (helping > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
