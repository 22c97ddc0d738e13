package dev.paddock.ipc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory of this process alone, straight from the system: pages that nobody has touched yet cost nothing, and those that
 * have been touched stay at hand until it is closed. Its owner sees to it that nothing uses it then.
 */
public final class PrivateMemory implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;

    private final long address;
    private final long size;
    private boolean closed;

    private PrivateMemory(long address, long size) {
        this.address = address;
        this.size = size;
    }

    /** Reserves {@code size} bytes, all zero. */
    public static PrivateMemory reserve(long size) {
        // Safe: the kernel picks the address, nothing existing is replaced.
        long address =
                Libc.withErrno(Libc.SYS_MMAP, 0, size, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (address < 0) {
            throw new IpcException("mmap of " + size + " bytes of memory failed with errno " + -address);
        }
        return new PrivateMemory(address, size);
    }

    public long size() {
        return size;
    }

    /** All of it, for as long as {@code life} lasts. */
    public MemorySegment segment(Arena life) {
        return MemorySegment.ofAddress(address).reinterpret(size, life, null);
    }

    /** Gives it back. Idempotent; one thread at a time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.withErrno(Libc.SYS_MUNMAP, address, size, 0, 0, 0, 0);
        }
    }
}
