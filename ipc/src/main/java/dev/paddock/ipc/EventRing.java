package dev.paddock.ipc;

import static dev.paddock.ipc.RingLayout.CONSUMER_POSITION;
import static dev.paddock.ipc.RingLayout.CONSUMER_SLEEPS;
import static dev.paddock.ipc.RingLayout.EVENT_CURSORS;
import static dev.paddock.ipc.RingLayout.EVENT_SLOTS;
import static dev.paddock.ipc.RingLayout.KIND;
import static dev.paddock.ipc.RingLayout.PRODUCER_SLEEPS;
import static dev.paddock.ipc.RingLayout.SLOTS;
import static dev.paddock.ipc.RingLayout.SLOT_SIZE;
import static dev.paddock.ipc.RingLayout.STAMP;

/**
 * The host's end of the event ring: the only consumer. One thread at a time; no allocation.
 *
 * <p>Taking an event copies the slot into this object: shared memory is read once, later looks see the copy.
 *
 * @see RingLayout
 */
public final class EventRing {
    /** A posted call is not worth an exchange of its own: so many are told of at once, or all when there are no more. */
    private static final int TOLD_AFTER = 16;

    private final long slots;
    private final long consumerPosition;
    private final long consumerSleeps;
    private final long producerSleeps;
    private final Futex futex = new Futex();
    private final Waiter waiter;
    private final Runnable move;

    /** Events that the producer has not been told are taken. */
    private int untold;

    /** Events taken; wide, so that the first lap (stamps still zero) is known. */
    private long position;

    private int kind;
    private int number;
    private long address;
    private long value;
    private long extra;
    private long more;
    private long fourth;
    private long gas;

    public EventRing(SharedMemory control, Waiter waiter) {
        this(control, waiter, 0);
    }

    /**
     * @param move gets the other side off the processor of the calling thread. Two who wait for each other on the same
     *     processor only keep each other from it, and the scheduler may leave them there while others are idle.
     */
    public EventRing(SharedMemory control, Waiter waiter, Runnable move) {
        this(control, waiter, 0, move);
    }

    /** As if {@code start} events had passed already. */
    EventRing(SharedMemory control, Waiter waiter, long start) {
        this(control, waiter, start, () -> {});
    }

    private EventRing(SharedMemory control, Waiter waiter, long start, Runnable move) {
        this.move = move;
        slots = control.address() + EVENT_SLOTS;
        consumerPosition = control.address() + EVENT_CURSORS + CONSUMER_POSITION;
        consumerSleeps = control.address() + EVENT_CURSORS + CONSUMER_SLEEPS;
        producerSleeps = control.address() + EVENT_CURSORS + PRODUCER_SLEEPS;
        this.waiter = waiter;
        position = start;
    }

    /** Takes the next event if it is there. */
    public boolean poll() {
        long slot = slots + (position & (SLOTS - 1)) * SLOT_SIZE;
        int stamp = RawMemory.getIntAcquire(slot + STAMP);
        int next = (int) position + 1;
        if (stamp != next) {
            checkStillOld(stamp, next);
            return false;
        }
        take(slot);
        return true;
    }

    /** A slot holds the stamp of the last lap until it holds its next one; all else is a lie. */
    private void checkStillOld(int stamp, int next) {
        int old = position < SLOTS ? 0 : next - SLOTS;
        if (stamp != old) {
            throw new CorruptRingException("event slot " + (position & (SLOTS - 1)) + " bears stamp "
                    + Integer.toUnsignedString(stamp) + "; only " + Integer.toUnsignedString(old) + " or "
                    + Integer.toUnsignedString(next) + " can be");
        }
    }

    private void take(long slot) {
        kind = RawMemory.getInt(slot + KIND);
        number = RawMemory.getInt(slot + Events.NUMBER);
        address = RawMemory.getLong(slot + Events.ADDRESS);
        value = RawMemory.getLong(slot + Events.VALUE);
        extra = RawMemory.getLong(slot + Events.EXTRA);
        more = RawMemory.getLong(slot + Events.MORE);
        fourth = RawMemory.getLong(slot + Events.FOURTH);
        gas = RawMemory.getLong(slot + Events.GAS);
        if (kind < 1 || kind > Events.LAST_KIND) {
            throw new CorruptRingException("event kind " + kind + " is none of 1.." + Events.LAST_KIND);
        }
        position++;
        if (kind != Events.POSTED) {
            // The worker waits for a command now: it can't be asleep for want of a slot.
            untold = 0;
            RawMemory.putIntRelease(consumerPosition, (int) position);
        } else if (++untold == TOLD_AFTER) {
            freeForProducer();
        }
    }

    private void freeForProducer() {
        untold = 0;
        RawMemory.getAndSetInt(consumerPosition, (int) position);
        if (RawMemory.getIntVolatile(producerSleeps) != 0) {
            RawMemory.getAndSetInt(producerSleeps, 0);
            Futex.wake(producerSleeps);
        }
    }

    /** Waits for the next event at most {@code nanos} (after some spinning) and takes it; false when time is over. */
    public boolean await(long nanos) {
        if (poll()) {
            return true;
        }
        if (untold != 0) {
            freeForProducer(); // it may be asleep for want of the slots that we keep
        }
        waiter.begin();
        do {
            if (poll()) {
                return true;
            }
        } while (waiter.spinAgain());
        if (waiter.shouldMove()) {
            move.run();
        }
        return sleep(nanos);
    }

    private boolean sleep(long nanos) {
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0) {
            RawMemory.getAndSetInt(consumerSleeps, 1);
            if (poll()) {
                RawMemory.putIntOpaque(consumerSleeps, 0);
                waiter.slept(System.nanoTime() - start);
                return true;
            }
            futex.sleep(consumerSleeps, 1, left);
            left = nanos - (System.nanoTime() - start);
        }
        RawMemory.putIntOpaque(consumerSleeps, 0);
        boolean there = poll();
        if (there) {
            waiter.slept(System.nanoTime() - start);
        }
        return there;
    }

    public int kind() {
        return kind;
    }

    public int number() {
        return number;
    }

    public long address() {
        return address;
    }

    public long value() {
        return value;
    }

    public long extra() {
        return extra;
    }

    public long more() {
        return more;
    }

    public long fourth() {
        return fourth;
    }

    public long gas() {
        return gas;
    }
}
