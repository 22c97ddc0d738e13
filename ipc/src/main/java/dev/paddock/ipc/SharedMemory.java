package dev.paddock.ipc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A shared mapping of a file descriptor, or of a part of it.
 *
 * <p>Accessors are checked: bounds and liveness, {@link IndexOutOfBoundsException} and {@link IllegalStateException}
 * otherwise. {@link #address()} is for the raw accessors of the rings, whose owner keeps the mapping alive. The
 * descriptor may be closed after mapping. The file must be sealed against shrinking before anyone else sees it: a
 * truncated mapping is a SIGBUS.
 */
public final class SharedMemory implements AutoCloseable {
    /** What the host may do with a mapping. Never execute. */
    public enum Access {
        READ(1),
        READ_WRITE(3);

        private final int protection;

        Access(int protection) {
            this.protection = protection;
        }
    }

    private static final int MAP_SHARED = 0x01;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MADV_REMOVE = 9;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    private SharedMemory(long address, long size) {
        segment = MemorySegment.ofAddress(address).reinterpret(size, arena, SharedMemory::unmap);
    }

    /** Maps {@code size} bytes of {@code fd} from {@code offset} (a multiple of the page size) on; reserves no swap. */
    public static SharedMemory map(int fd, long offset, long size, Access access) {
        if (size <= 0) {
            throw new IllegalArgumentException("size of a mapping must be positive: " + size);
        }
        // Safe: the kernel picks the address (no MAP_FIXED), nothing existing is replaced.
        long address =
                Libc.withErrno(Libc.SYS_MMAP, 0, size, access.protection, MAP_SHARED | MAP_NORESERVE, fd, offset);
        if (address < 0) {
            throw new IpcException("mmap of " + size + " bytes of descriptor " + fd + " at offset " + offset
                    + " failed with errno " + -address);
        }
        return new SharedMemory(address, size);
    }

    /** Where the mapping starts. Valid until {@link #close()}. */
    public long address() {
        return segment.address();
    }

    public long size() {
        return segment.byteSize();
    }

    /** The mapping as a segment, whose life ends with this object. */
    public MemorySegment segment() {
        return segment;
    }

    public byte getByte(long offset) {
        return segment.get(BYTE, offset);
    }

    public void putByte(long offset, byte value) {
        segment.set(BYTE, offset, value);
    }

    public int getInt(long offset) {
        return segment.get(INT, offset);
    }

    public void putInt(long offset, int value) {
        segment.set(INT, offset, value);
    }

    public long getLong(long offset) {
        return segment.get(LONG, offset);
    }

    public void putLong(long offset, long value) {
        segment.set(LONG, offset, value);
    }

    public void copyIn(long offset, byte[] from, int fromOffset, int length) {
        MemorySegment.copy(from, fromOffset, segment, BYTE, offset, length);
    }

    public void copyOut(long offset, byte[] to, int toOffset, int length) {
        MemorySegment.copy(segment, BYTE, offset, to, toOffset, length);
    }

    public void fill(long offset, long length, byte value) {
        segment.asSlice(offset, length).fill(value);
    }

    /** Gives the pages of a range back to the system: they read as zero from now on, in every mapping of the file. */
    public void discard(long offset, long length) {
        var range = segment.asSlice(offset, length);
        if (length == 0) {
            return;
        }
        // Safe: the range is inside our own live mapping (asSlice has checked).
        long result = Libc.withErrno(Libc.SYS_MADVISE, range.address(), length, MADV_REMOVE, 0, 0, 0);
        if (result < 0) {
            throw new IpcException("MADV_REMOVE of " + length + " bytes at offset " + offset + " failed with errno "
                    + -result);
        }
    }

    public boolean isOpen() {
        return segment.scope().isAlive();
    }

    /** Unmaps. A thread that is in the middle of an access gets an exception, not a fault. Idempotent. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static void unmap(MemorySegment mapping) {
        // Safe: runs once, when the arena has made sure that nobody can reach the mapping any more.
        Libc.withErrno(Libc.SYS_MUNMAP, mapping.address(), mapping.byteSize(), 0, 0, 0, 0);
    }
}
