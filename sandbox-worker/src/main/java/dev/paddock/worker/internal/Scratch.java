package dev.paddock.worker.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.ipc.RingLayout;
import dev.paddock.ipc.SharedMemory;

/**
 * Writes what a system call of the worker points to into the scratch part of the control area, and knows where the
 * worker sees it. Starts over with each call's structures.
 */
public final class Scratch {
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int CMSG_ONE_DESCRIPTOR = 20;

    private final SharedMemory control;
    private int used;

    public Scratch(SharedMemory control) {
        this.control = control;
    }

    public void clear() {
        used = 0;
    }

    /** Consecutive 64-bit words; answers the address the worker knows them by. */
    public long words(long... words) {
        int at = claim(words.length * Long.BYTES);
        for (int i = 0; i < words.length; i++) {
            control.putLong(at + (long) i * Long.BYTES, words[i]);
        }
        return addressOf(at);
    }

    public long bytes(byte[] bytes) {
        int at = claim(bytes.length);
        control.copyIn(at, bytes, 0, bytes.length);
        return addressOf(at);
    }

    /** A msghdr to receive one byte and one descriptor with; the first thing after {@link #clear}. */
    public long messageHeader() {
        long data = words(0);
        long vector = words(data, 1);
        long rights = words(0, 0, 0);
        return words(0, 0, vector, 1, rights, 24, 0);
    }

    /** The descriptor that recvmsg put behind {@link #messageHeader}; as the worker says, so to be checked. */
    public int receivedDescriptor() {
        int rights = RingLayout.SCRATCH + 24;
        boolean one = control.getLong(rights) == CMSG_ONE_DESCRIPTOR
                && control.getInt(rights + 8) == SOL_SOCKET
                && control.getInt(rights + 12) == SCM_RIGHTS;
        return one ? control.getInt(rights + 16) : -1;
    }

    private int claim(int size) {
        int at = RingLayout.SCRATCH + used;
        used += size + 7 & -8;
        if (used > RingLayout.SCRATCH_SIZE) {
            throw new IllegalStateException("scratch of " + RingLayout.SCRATCH_SIZE + " bytes is full");
        }
        return at;
    }

    private static long addressOf(int at) {
        return AddressSpace.CONTROL + at;
    }
}
