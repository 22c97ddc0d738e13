package dev.paddock.cli.internal;

import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An engine that is made while the program is read: its worker is the longest part of a short run. */
final class EngineAhead implements AutoCloseable {
    private final EngineConfig config;
    private final FutureTask<Engine> task;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private Runnable whenThere = () -> {};

    EngineAhead(EngineConfig config) {
        this(config, Duration.ZERO);
    }

    /** @param headStart how long to leave the processor to whoever reads the program, unless they ask for the engine */
    EngineAhead(EngineConfig config, Duration headStart) {
        this.config = config;
        task = new FutureTask<>(() -> {
            if (headStart.isPositive()) {
                wanted.await(headStart.toNanos(), TimeUnit.NANOSECONDS);
            }
            return Engine.create(config);
        }) {
            @Override
            protected void done() {
                action().run();
            }
        };
        Thread.ofPlatform().daemon().name("paddock-run-engine").start(task);
    }

    EngineConfig config() {
        return config;
    }

    /** What to do when it is there, or is known not to come: on its thread, or here and now. One action at most. */
    void whenThere(Runnable action) {
        synchronized (this) {
            if (!task.isDone()) {
                whenThere = action;
                return;
            }
        }
        action.run();
    }

    private synchronized Runnable action() {
        return whenThere;
    }

    /** The engine, once it is there; throws what {@link Engine#create} threw. */
    Engine get() {
        wanted.countDown();
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

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(e);
        };
    }

    /**
     * Closes it on a thread of its own. The kernel takes its time to tear a worker's namespaces down, and we have nothing
     * more to wait for: a worker dies with its host in any case.
     */
    @Override
    public void close() {
        Thread.ofPlatform().daemon().name("paddock-run-close").start(this::closeWhenThere);
    }

    private void closeWhenThere() {
        try {
            task.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // There is nothing to close.
        }
    }
}
