package dev.paddock.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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

    /** The reserve is filled up so long after a worker was taken: whoever did has use for the processors at first. */
    private static final long REFILL_PAUSE_NANOS = 2_000_000;

    private final WorkerFactory factory;
    private final int max;
    private final int ahead;

    private final ReentrantLock lock = new ReentrantLock();
    /** For callers: a worker is idle, or there may be one more. */
    private final Condition room = lock.newCondition();
    /** For the thread that starts workers: it is woken when it is wanted only, as it takes a processor from a guest. */
    private final Condition need = lock.newCondition();
    private final Deque<Idle> idle = new ArrayDeque<>();
    /** Workers that live or are being started. */
    private int live;
    private boolean closed;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
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
                    var found = best(image);
                    signalNeed();
                    return Optional.of(found);
                }
                if (live < max) {
                    live++;
                    return Optional.empty();
                }
                room.await();
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
            started.incrementAndGet();
            setFailure(Optional.empty());
            return worker;
        } catch (RuntimeException e) {
            gone();
            throw e;
        }
    }

    /** Gives a worker back, in whatever state: a lost one is replaced. */
    public void release(Worker worker) {
        if (!rests(worker)) {
            forget(worker);
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                idle.addLast(new Idle(worker, System.nanoTime()));
                room.signal();
                return;
            }
            live--;
        } finally {
            lock.unlock();
        }
        end(worker);
    }

    private static boolean rests(Worker worker) {
        if (worker.isLost()) {
            return false;
        }
        try {
            worker.rest();
            return true;
        } catch (WorkerLostException e) {
            return false;
        }
    }

    private void forget(Worker worker) {
        end(worker);
        gone();
    }

    private void end(Worker worker) {
        worker.close();
        ended.incrementAndGet();
    }

    private void gone() {
        lock.lock();
        try {
            live--;
            room.signal();
            signalNeed();
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
                started.incrementAndGet();
            } catch (RuntimeException e) {
                gone();
                setFailure(Optional.of(e));
                continue;
            }
            add(worker);
        }
    }

    private boolean awaitNeed() {
        lock.lock();
        try {
            long pause = REFILL_PAUSE_NANOS;
            while (!closed && (pause > 0 || !isNeeded())) {
                if (isNeeded()) {
                    pause = awaitNeed(pause);
                } else {
                    need.awaitUninterruptibly();
                    pause = REFILL_PAUSE_NANOS;
                }
            }
            live++;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Answers what is left of the time. */
    private long awaitNeed(long nanos) {
        try {
            return need.awaitNanos(nanos);
        } catch (InterruptedException e) {
            return 0; // nobody has a reason to interrupt this thread
        }
    }

    /** After a failure nothing is started ahead: callers try for themselves and are told. */
    private boolean isNeeded() {
        return failure.isEmpty() && idle.size() < ahead && live < max;
    }

    private void signalNeed() {
        if (isNeeded()) {
            need.signal();
        }
    }

    private void setFailure(Optional<RuntimeException> value) {
        lock.lock();
        try {
            failure = value;
            signalNeed();
        } finally {
            lock.unlock();
        }
    }

    private void add(Worker worker) {
        lock.lock();
        try {
            if (!closed) {
                idle.addFirst(new Idle(worker, System.nanoTime()));
                room.signal();
                return;
            }
            live--;
        } finally {
            lock.unlock();
        }
        end(worker);
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

    /** Workers started so far. */
    public long started() {
        return started.get();
    }

    /** Of those, the ones that have been reaped: lost, or not needed any more. */
    public long ended() {
        return ended.get();
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
            room.signalAll();
            need.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(each -> end(each.worker));
    }
}
