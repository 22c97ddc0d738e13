package dev.paddock.seccomp.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One platform thread that carries out calls in their order until it is closed. A thread pool would not do: it replaces
 * and drops threads as it sees fit, and children die with the thread that started them.
 */
public final class SpawnerThread implements AutoCloseable {

    private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed; // guarded by this

    public SpawnerThread() {
        thread = Thread.ofPlatform().daemon().name("paddock-spawner").start(this::work);
    }

    /**
     * Carries out a call and waits for it, even if the calling thread is interrupted: a spawn takes a millisecond, and
     * its process must not be lost.
     */
    public <T> T call(Callable<T> body) {
        var task = new FutureTask<>(body);
        submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void submit(FutureTask<?> task) {
        if (closed) {
            throw new IllegalStateException("The spawner is closed");
        }
        tasks.add(task);
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }

    private void work() {
        while (true) {
            try {
                var task = tasks.take();
                task.run();
                if (task instanceof LastTask) {
                    return;
                }
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread, and it must not end: go on.
            }
        }
    }

    /** Carries out what was asked for before, then ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                tasks.add(new LastTask());
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class LastTask extends FutureTask<Boolean> {
        LastTask() {
            super(() -> true);
        }
    }
}
