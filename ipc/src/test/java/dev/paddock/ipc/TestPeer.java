package dev.paddock.ipc;

/** The worker's side of both rings, in Java, by the letter of {@link RingLayout}. */
final class TestPeer {
    private final long control;
    private final int spins;
    private final Futex futex = new Futex();
    private int taken;
    private int sent;

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
        RawMemory.putIntRelease(control + RingLayout.COMMAND_CURSORS + RingLayout.CONSUMER_POSITION, taken);
        return slot;
    }

    void send(int kind, int number, long value) {
        long position = control + RingLayout.EVENT_CURSORS + RingLayout.CONSUMER_POSITION;
        long full = control + RingLayout.EVENT_CURSORS + RingLayout.PRODUCER_SLEEPS;
        while (sent - RawMemory.getIntAcquire(position) >= 64) {
            RawMemory.getAndSetInt(full, 1);
            if (sent - RawMemory.getIntVolatile(position) >= 64) {
                futex.sleep(full, 1, 5_000_000_000L);
            }
        }
        long slot = control + RingLayout.EVENT_SLOTS + (long) (sent & 63) * 64;
        RawMemory.putInt(slot + RingLayout.KIND, kind);
        RawMemory.putInt(slot + Events.NUMBER, number);
        RawMemory.putLong(slot + Events.VALUE, value);
        sent++;
        RawMemory.getAndSetInt(slot, sent);
        long sleeps = control + RingLayout.EVENT_CURSORS + RingLayout.CONSUMER_SLEEPS;
        if (RawMemory.getIntVolatile(sleeps) != 0) {
            RawMemory.getAndSetInt(sleeps, 0);
            Futex.wake(sleeps);
        }
    }
}
