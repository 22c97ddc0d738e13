package dev.paddock.ipc;

import static dev.paddock.ipc.RingLayout.CONSUMER_POSITION;
import static dev.paddock.ipc.RingLayout.POSTED_CURSORS;
import static dev.paddock.ipc.RingLayout.POSTED_SIZE;
import static dev.paddock.ipc.RingLayout.POSTED_SLOTS;
import static dev.paddock.ipc.RingLayout.POSTED_SLOT_COUNT;
import static dev.paddock.ipc.RingLayout.PRODUCER_SLEEPS;

/**
 * The host's end of the ring of posted calls: the only consumer. One thread at a time; no allocation.
 *
 * <p>Slots lie close, more than one to a cache line, and the worker is told in big steps what has been taken: what a stream
 * of posted calls costs is the lines that travel.
 *
 * @see RingLayout
 */
public final class PostedRing {
    /** The worker is told after so many: a quarter of the ring. */
    private static final int TOLD_AFTER = POSTED_SLOT_COUNT / 4;

    private final long first;
    private final long end;
    private final long consumerPosition;
    private final long producerSleeps;

    private int position;
    /** Where the next one will be. */
    private long slot;

    private int number;
    private long a0;
    private long a1;
    private long a2;
    private long a3;

    public PostedRing(SharedMemory control) {
        first = control.address() + POSTED_SLOTS;
        end = first + (long) POSTED_SLOT_COUNT * POSTED_SIZE;
        consumerPosition = control.address() + POSTED_CURSORS + CONSUMER_POSITION;
        producerSleeps = control.address() + POSTED_CURSORS + PRODUCER_SLEEPS;
        slot = first;
    }

    /** Whether there is one. */
    boolean hasNext() {
        return (int) RawMemory.getLongAcquire(slot) == position + 1;
    }

    /**
     * Takes the next call if it is there: copies it, so that later looks see the copy. Any stamp but the expected one is
     * none: a worker that writes others only keeps its own calls from being seen.
     */
    public boolean poll() {
        long at = slot;
        long stampAndNumber = RawMemory.getLongAcquire(at);
        int next = position + 1;
        if ((int) stampAndNumber != next) {
            return false;
        }
        number = (int) (stampAndNumber >>> 32);
        a0 = RawMemory.getLong(at, 8);
        a1 = RawMemory.getLong(at, 16);
        a2 = RawMemory.getLong(at, 24);
        a3 = RawMemory.getLong(at, 32);
        position = next;
        at += POSTED_SIZE;
        slot = at == end ? first : at;
        if (next % TOLD_AFTER == 0) {
            tell();
        }
        return true;
    }

    private void tell() {
        RawMemory.getAndSetInt(consumerPosition, position);
        if (RawMemory.getIntVolatile(producerSleeps) != 0) {
            RawMemory.getAndSetInt(producerSleeps, 0);
            Futex.wake(producerSleeps);
        }
    }

    public int number() {
        return number;
    }

    public long a0() {
        return a0;
    }

    public long a1() {
        return a1;
    }

    public long a2() {
        return a2;
    }

    public long a3() {
        return a3;
    }
}
