package dev.paddock.ipc;

/** The worker's side of both rings, in Java, by the letter of {@link RingLayout}. */
final class TestPeer {
    private final long control;
    private final int spins;
    private final Futex futex = new Futex();
    private int taken;
    private int sent;
    private int posted;

    TestPeer(SharedMemory memory, int start, int spins) {
        this.control = memory.address();
        this.spins = spins;
        this.taken = start;
        this.sent = start;
    }

    /** Waits for the next command; returns the address of its slot, which is then free. */
    long takeCommand() {
        long slot = control + RingLayout.COMMAND_SLOTS + (long) (taken & 63) * 64;
        long sleeps = control + RingLayout.COMMAND_CURSORS + RingLayout.CONSUMER_SLEEPS;
        for (int i = 0; i < spins; i++) {
            if (RawMemory.getIntAcquire(slot) == taken + 1) {
                return taken(slot);
            }
        }
        while (true) {
            RawMemory.getAndSetInt(sleeps, 1);
            if (RawMemory.getIntVolatile(slot) == taken + 1) {
                return taken(slot);
            }
            futex.sleep(sleeps, 1, 5_000_000_000L);
        }
    }

    private long taken(long slot) {
        taken++;
        return slot;
    }

    void send(int kind, int number, long value) {
        long slot = control + RingLayout.EVENT_SLOTS + (long) (sent & 63) * 64;
        RawMemory.putInt(slot + RingLayout.KIND, kind);
        RawMemory.putInt(slot + Events.NUMBER, number);
        RawMemory.putLong(slot + Events.VALUE, value);
        sent++;
        RawMemory.getAndSetInt(slot, sent);
        wakeHost();
    }

    /** A posted call with arguments a0 and the three numbers behind it. */
    void post(int number, long a0) {
        long position = control + RingLayout.POSTED_CURSORS + RingLayout.CONSUMER_POSITION;
        long full = control + RingLayout.POSTED_CURSORS + RingLayout.PRODUCER_SLEEPS;
        while (posted - RawMemory.getIntAcquire(position) >= RingLayout.POSTED_SLOT_COUNT) {
            RawMemory.getAndSetInt(full, 1);
            if (posted - RawMemory.getIntVolatile(position) >= RingLayout.POSTED_SLOT_COUNT) {
                futex.sleep(full, 1, 5_000_000_000L);
            }
        }
        long slot = control
                + RingLayout.POSTED_SLOTS
                + (long) (posted & RingLayout.POSTED_SLOT_COUNT - 1) * RingLayout.POSTED_SIZE;
        for (int i = 0; i < 4; i++) {
            RawMemory.putLong(slot + 8 + 8 * i, a0 + i);
        }
        posted++;
        RawMemory.putLongRelease(slot, (long) number << 32 | posted & 0xffff_ffffL);
        wakeHost();
    }

    private void wakeHost() {
        long sleeps = control + RingLayout.EVENT_CURSORS + RingLayout.CONSUMER_SLEEPS;
        if (RawMemory.getIntVolatile(sleeps) != 0) {
            RawMemory.getAndSetInt(sleeps, 0);
            Futex.wake(sleeps);
        }
    }
}
