package dev.paddock.cli.internal;

import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is made while the program is read: its worker is the longest part of a short run. Monitors instead of
 * java.util.concurrent: there they take a millisecond to set up, in a command that may be over in twenty.
 */
final class EngineAhead implements AutoCloseable {
    private final EngineConfig config;
    private final Object lock = new Object();
    private State state = State.WAITING;
    /** By System.nanoTime. */
    private long beginsAt;

    private @Nullable Engine engine;
    private @Nullable Throwable failure;
    private Runnable whenThere = () -> {};

    private enum State {
        WAITING,
        BEGUN,
        DONE,
        /** Closed before it was begun with. */
        CANCELLED
    }

    EngineAhead(EngineConfig config) {
        this(config, Duration.ZERO);
    }

    /** @param headStart how long to leave the processor to whoever reads the program, unless they want it earlier */
    EngineAhead(EngineConfig config, Duration headStart) {
        this.config = config;
        beginsAt = System.nanoTime() + headStart.toNanos();
        var thread = new Thread(this::make, "paddock-run-engine");
        thread.setDaemon(true);
        thread.start();
    }

    EngineConfig config() {
        return config;
    }

    /** Begins no later than after that long. */
    void beginWithin(Duration time) {
        synchronized (lock) {
            beginsAt = Math.min(beginsAt, System.nanoTime() + time.toNanos());
            lock.notifyAll();
        }
    }

    private void make() {
        if (!begin()) {
            return;
        }
        Runnable action;
        try {
            var made = Engine.create(config);
            action = done(made, null);
        } catch (Throwable e) {
            action = done(null, e);
        }
        action.run();
    }

    private boolean begin() {
        synchronized (lock) {
            while (state == State.WAITING) {
                var left = beginsAt - System.nanoTime();
                if (left <= 0) {
                    state = State.BEGUN;
                    return true;
                }
                try {
                    lock.wait(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    // Nobody interrupts this thread, and if: then it is begun with earlier.
                    beginsAt = System.nanoTime();
                }
            }
            return false;
        }
    }

    private Runnable done(@Nullable Engine made, @Nullable Throwable problem) {
        synchronized (lock) {
            engine = made;
            failure = problem;
            state = State.DONE;
            lock.notifyAll();
            return whenThere;
        }
    }

    /** What to do when it is there, or is known not to come: on its thread, or here and now. One action at most. */
    void whenThere(Runnable action) {
        synchronized (lock) {
            if (state != State.DONE) {
                whenThere = action;
                return;
            }
        }
        action.run();
    }

    /** The engine, once it is there; throws what {@link Engine#create} threw. */
    Engine get() {
        beginWithin(Duration.ZERO);
        boolean interrupted = false;
        try {
            synchronized (lock) {
                while (state != State.DONE) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (engine != null) {
                    return engine;
                }
                throw unwrapped(failure);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }

    /**
     * Closes it on a thread of its own. The kernel takes its time to tear a worker's namespaces down, and we have nothing
     * more to wait for: a worker dies with its host in any case.
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (state == State.WAITING) {
                state = State.CANCELLED;
                lock.notifyAll();
                return;
            }
        }
        var thread = new Thread(this::closeWhenThere, "paddock-run-close");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeWhenThere() {
        Engine made;
        try {
            made = get();
        } catch (RuntimeException | Error e) {
            return; // there is nothing to close
        }
        made.close();
    }
}
