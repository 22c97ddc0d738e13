package dev.paddock.ipc;

import static dev.paddock.ipc.RingLayout.COMMAND_CURSORS;
import static dev.paddock.ipc.RingLayout.COMMAND_SLOTS;
import static dev.paddock.ipc.RingLayout.CONSUMER_SLEEPS;
import static dev.paddock.ipc.RingLayout.KIND;
import static dev.paddock.ipc.RingLayout.SLOTS;
import static dev.paddock.ipc.RingLayout.SLOT_SIZE;
import static dev.paddock.ipc.RingLayout.STAMP;

/**
 * The host's end of the command ring: the only producer. One thread at a time; no allocation.
 *
 * @see RingLayout
 */
public final class CommandRing {
    private final long slots;
    private final long consumerSleeps;

    private int position;
    /** How many of them have been answered: as many slots are free again. */
    private int answered;

    public CommandRing(SharedMemory control) {
        this(control, 0);
    }

    /** As if {@code start} commands had passed already. */
    CommandRing(SharedMemory control, int start) {
        slots = control.address() + COMMAND_SLOTS;
        consumerSleeps = control.address() + COMMAND_CURSORS + CONSUMER_SLEEPS;
        position = start;
        answered = start;
    }

    /**
     * Sends the guest off.
     *
     * @param flags which of {@code registers}, and whether {@code gas}, go with the command: at most
     *     {@link Commands#VALUES_MAX} of them; what is left out is in the context page, or zero
     */
    public void run(long nativeAddress, int flags, long[] registers, long gas) {
        long slot = claim();
        RawMemory.putLong(slot, Commands.ADDRESS, nativeAddress);
        RawMemory.putInt(slot, Commands.FLAGS, flags);
        long at = slot + Commands.VALUES;
        for (int rest = flags & Commands.REGISTERS; rest != 0; rest &= rest - 1) {
            RawMemory.putLong(at, registers[Integer.numberOfTrailingZeros(rest)]);
            at += Long.BYTES;
        }
        if ((flags & Commands.WITH_GAS) != 0) {
            RawMemory.putLong(at, gas);
        }
        publish(slot, Commands.RUN);
    }

    /** The same with nothing but a0. */
    public void run(long nativeAddress, long a0) {
        long slot = claim();
        RawMemory.putLong(slot, Commands.ADDRESS, nativeAddress);
        RawMemory.putInt(slot, Commands.FLAGS, Commands.ONLY_A0);
        RawMemory.putLong(slot, Commands.VALUES, a0);
        publish(slot, Commands.RUN);
    }

    public void systemCall(long number, long a0, long a1, long a2, long a3, long a4, long a5) {
        long slot = claim();
        RawMemory.putLong(slot, Commands.NUMBER, number);
        RawMemory.putLong(slot, Commands.ARGUMENTS, a0);
        RawMemory.putLong(slot, Commands.ARGUMENTS + 8, a1);
        RawMemory.putLong(slot, Commands.ARGUMENTS + 16, a2);
        RawMemory.putLong(slot, Commands.ARGUMENTS + 24, a3);
        RawMemory.putLong(slot, Commands.ARGUMENTS + 32, a4);
        RawMemory.putLong(slot, Commands.ARGUMENTS + 40, a5);
        publish(slot, Commands.SYSCALL);
    }

    /** In a signal stop: one machine instruction. */
    public void step() {
        publish(claim(), Commands.STEP);
    }

    /** In a signal stop: go on. */
    public void resume() {
        publish(claim(), Commands.CONTINUE);
    }

    /** An event has come: each answers a command, but the worker's first one. */
    void answered() {
        answered++;
    }

    private long claim() {
        if (position - answered >= SLOTS - 1) {
            throw full();
        }
        return slots + (long) (position & (SLOTS - 1)) * SLOT_SIZE;
    }

    private IllegalStateException full() {
        return new IllegalStateException((position - answered) + " commands wait for an answer; there is room for no more");
    }

    private void publish(long slot, int kind) {
        RawMemory.putInt(slot, KIND, kind);
        position++;
        RawMemory.getAndSetInt(slot + STAMP, position);
        if (RawMemory.getIntVolatile(consumerSleeps) != 0) {
            wake();
        }
    }

    private void wake() {
        RawMemory.getAndSetInt(consumerSleeps, 0);
        Futex.wake(consumerSleeps);
    }
}
