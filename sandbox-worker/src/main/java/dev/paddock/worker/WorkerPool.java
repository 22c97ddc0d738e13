package dev.paddock.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Workers kept for use: a bounded number, some of them started ahead of need, dead ones replaced.
 *
 * <p>A worker that comes back keeps its module's code and memory mappings, so that the next call of the same module finds
 * all in place; for another module it is cleared first.
 */
public final class WorkerPool implements AutoCloseable {
    /** An idle worker is looked after when taken, unless it was in use just now. */
    private static final long FRESH_NANOS = 1_000_000;

    private static final int ATTEMPTS = 3;

    private final WorkerFactory factory;
    private final int max;
    private final int ahead;
    private final int cores = Runtime.getRuntime().availableProcessors();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Idle> idle = new ArrayDeque<>();
    /** Workers that live or are being started. */
    private int live;
    /** Changed under the lock, read without for a rough idea. */
    private volatile int inUse;
    private boolean closed;
    /** Why the last worker could not be started; none while that has not happened, or has passed. */
    private Optional<RuntimeException> failure = Optional.empty();

    private record Idle(Worker worker, long since) {}

    /**
     * @param max workers at most, in use and idle
     * @param ahead how many to keep ready
     */
    public WorkerPool(WorkerFactory factory, int max, int ahead) {
        if (max < 1 || ahead < 0 || ahead > max) {
            throw new IllegalArgumentException("a pool of at most " + max + " workers, " + ahead + " kept ready");
        }
        this.factory = factory;
        this.max = max;
        this.ahead = ahead;
        Thread.ofPlatform().daemon().name("paddock-worker-pool").start(this::replenish);
    }

    /**
     * A worker for calls of a module, with its code loaded. Waits while all are in use. Memory that is still mapped
     * ({@link Worker#hasMemory}) is what the last call of the same module left.
     *
     * @throws dev.paddock.seccomp.SandboxUnavailableException if this system lets us have none
     */
    public Worker acquire(CodeImage image) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var worker = take(image);
            try {
                if (!worker.loaded().equals(Optional.of(image))) {
                    worker.clearMemory();
                    worker.load(image);
                }
                return worker;
            } catch (WorkerLostException e) {
                release(worker); // it may have died while idle: nobody's call has failed yet
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Worker take(CodeImage image) throws InterruptedException {
        while (true) {
            var found = takeIdle(image);
            if (found.isEmpty()) {
                return startOne();
            }
            var worker = found.get().worker;
            if (System.nanoTime() - found.get().since < FRESH_NANOS || worker.isAlive()) {
                worker.spinning(2 * inUse <= cores);
                return worker;
            }
            forget(worker);
        }
    }

    /** An idle worker, or the right to start one. */
    private Optional<Idle> takeIdle(CodeImage image) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("the worker pool is closed");
                }
                if (!idle.isEmpty()) {
                    inUse = inUse + 1;
                    changed.signalAll();
                    return Optional.of(best(image));
                }
                if (live < max) {
                    live++;
                    inUse = inUse + 1;
                    return Optional.empty();
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One that has the module loaded, else the one that came back last. */
    private Idle best(CodeImage image) {
        for (var candidates = idle.iterator(); candidates.hasNext(); ) {
            var candidate = candidates.next();
            if (candidate.worker.loaded().equals(Optional.of(image))) {
                candidates.remove();
                return candidate;
            }
        }
        return idle.removeLast();
    }

    private Worker startOne() {
        try {
            var worker = factory.start();
            worker.spinning(2 * inUse <= cores);
            setFailure(Optional.empty());
            return worker;
        } catch (RuntimeException e) {
            gone(true);
            throw e;
        }
    }

    /** Gives a worker back, in whatever state: a lost one is replaced. */
    public void release(Worker worker) {
        if (worker.isLost()) {
            forget(worker);
            return;
        }
        worker.rest();
        lock.lock();
        try {
            inUse = inUse - 1;
            if (!closed) {
                idle.addLast(new Idle(worker, System.nanoTime()));
                changed.signalAll();
                return;
            }
            live--;
        } finally {
            lock.unlock();
        }
        worker.close();
    }

    private void forget(Worker worker) {
        worker.close();
        gone(true);
    }

    private void gone(boolean used) {
        lock.lock();
        try {
            live--;
            if (used) {
                inUse = inUse - 1;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- the thread that starts workers ahead of need

    private void replenish() {
        while (awaitNeed()) {
            Worker worker;
            try {
                worker = factory.start();
            } catch (RuntimeException e) {
                gone(false);
                setFailure(Optional.of(e));
                continue;
            }
            add(worker);
        }
    }

    private boolean awaitNeed() {
        lock.lock();
        try {
            // After a failure nothing is started ahead: callers try for themselves and are told.
            while (!closed && (failure.isPresent() || idle.size() >= ahead || live >= max)) {
                changed.awaitUninterruptibly();
            }
            live++;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void setFailure(Optional<RuntimeException> value) {
        lock.lock();
        try {
            failure = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(Worker worker) {
        lock.lock();
        try {
            if (!closed) {
                idle.addFirst(new Idle(worker, System.nanoTime()));
                changed.signalAll();
                return;
            }
            live--;
        } finally {
            lock.unlock();
        }
        worker.close();
    }

    // ---- for people and tests

    /** Workers in use and idle. */
    public int size() {
        lock.lock();
        try {
            return live;
        } finally {
            lock.unlock();
        }
    }

    /** Workers that wait for work. */
    public int idle() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all idle workers now, and those in use when they come back. */
    @Override
    public void close() {
        Deque<Idle> rest;
        lock.lock();
        try {
            closed = true;
            rest = new ArrayDeque<>(idle);
            live -= idle.size();
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(each -> each.worker.close());
    }
}
