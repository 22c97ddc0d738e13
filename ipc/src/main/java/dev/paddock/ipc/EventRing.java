package dev.paddock.ipc;

import static dev.paddock.ipc.RingLayout.CONSUMER_SLEEPS;
import static dev.paddock.ipc.RingLayout.EVENT_CURSORS;
import static dev.paddock.ipc.RingLayout.EVENT_SLOTS;
import static dev.paddock.ipc.RingLayout.KIND;
import static dev.paddock.ipc.RingLayout.SLOTS;
import static dev.paddock.ipc.RingLayout.SLOT_SIZE;
import static dev.paddock.ipc.RingLayout.STAMP;

/**
 * The host's end of the event ring: the only consumer. One thread at a time; no allocation.
 *
 * <p>Taking an event copies the slot into this object: shared memory is read once, later looks see the copy. Only the
 * arguments of a call stay where they are until someone asks for one ({@link #argument}).
 *
 * @see RingLayout
 */
public final class EventRing {
    private final long slots;
    private final long consumerSleeps;
    private final Futex futex = new Futex();
    private final Waiter waiter;
    private final CommandRing commands;
    private final PostedRing posted;
    private final Runnable move;

    /** Events taken; wide, so that the first lap (stamps still zero) is known. */
    private long position;

    /** Of the call, sbrk or end of the guest that was taken last. */
    private long call;
    private int kind;
    private int number;
    private long address;
    private long value;
    private long extra;
    private long more;
    private long gas;

    public EventRing(SharedMemory control, Waiter waiter, CommandRing commands) {
        this(control, waiter, commands, () -> {});
    }

    /**
     * @param commands what the events answer
     * @param move gets the other side off the processor of the calling thread. Two who wait for each other on the same
     *     processor only keep each other from it, and the scheduler may leave them there while others are idle.
     */
    public EventRing(SharedMemory control, Waiter waiter, CommandRing commands, Runnable move) {
        this(control, waiter, commands, 0, move);
    }

    /** As if {@code start} events had passed already. */
    EventRing(SharedMemory control, Waiter waiter, CommandRing commands, long start) {
        this(control, waiter, commands, start, () -> {});
    }

    private EventRing(SharedMemory control, Waiter waiter, CommandRing commands, long start, Runnable move) {
        this.commands = commands;
        this.posted = new PostedRing(control);
        this.move = move;
        slots = control.address() + EVENT_SLOTS;
        consumerSleeps = control.address() + EVENT_CURSORS + CONSUMER_SLEEPS;
        this.waiter = waiter;
        position = start;
    }

    /** The last posted call, when {@link #kind} is {@link Events#POSTED}; more may be had from it at once. */
    public PostedRing posted() {
        return posted;
    }

    /** Takes the next event or posted call if there is one. Calls posted before an event come before it. */
    public boolean poll() {
        long slot = slots + (position & (SLOTS - 1)) * SLOT_SIZE;
        int stamp = RawMemory.getIntAcquire(slot + STAMP);
        int next = (int) position + 1;
        // Behind the look at the stamp: what was posted before the event is seen now.
        if (posted.poll()) {
            kind = Events.POSTED;
            return true;
        }
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
            throw corrupt(stamp, next, old);
        }
    }

    private CorruptRingException corrupt(int stamp, int next, int old) {
        return new CorruptRingException("event slot " + (position & (SLOTS - 1)) + " bears stamp "
                + Integer.toUnsignedString(stamp) + "; only " + Integer.toUnsignedString(old) + " or "
                + Integer.toUnsignedString(next) + " can be");
    }

    private void take(long slot) {
        kind = RawMemory.getInt(slot, KIND);
        number = RawMemory.getInt(slot, Events.NUMBER);
        address = RawMemory.getLong(slot, Events.ADDRESS);
        gas = RawMemory.getLong(slot, Events.GAS);
        if (kind == Events.HOST_CALL) {
            call = slot;
        } else {
            takeOther(slot);
        }
        position++;
        commands.answered();
    }

    private void takeOther(long slot) {
        if (kind < 1 || kind > Events.LAST_KIND || kind == Events.POSTED) {
            throw new CorruptRingException("event kind " + kind + " is none of 1.." + Events.LAST_KIND
                    + " but " + Events.POSTED);
        }
        if (kind == Events.FINISHED || kind == Events.SBRK) {
            call = slot;
        }
        value = RawMemory.getLong(slot, Events.VALUE);
        extra = RawMemory.getLong(slot, Events.EXTRA);
        more = RawMemory.getLong(slot, Events.MORE);
    }

    /** Waits for the next event at most {@code nanos} (after some spinning) and takes it; false when time is over. */
    public boolean await(long nanos) {
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

    /** How many have been taken, modulo 2^32. */
    public int count() {
        return (int) position;
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

    /**
     * Argument 0 to 3 (a0 to a3) of the guest's last call, sbrk or end, until that slot's next lap. The worker may write there:
     * to be asked for once.
     */
    public long argument(int index) {
        return RawMemory.getLong(call, Events.VALUE + index * Long.BYTES);
    }

    public long gas() {
        return gas;
    }
}
