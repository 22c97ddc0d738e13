package dev.paddock.host.internal;

/**
 * Guest memory as each backend has it. Addresses and lengths are unsigned 32-bit values in a long; callers of the
 * access methods have checked the range.
 */
public interface MachineMemory {
    int pageSize();

    boolean isDynamic();

    boolean isReadable(long address, long length);

    /** Whether the host may write there. */
    boolean isWritable(long address, long length);

    void read(long address, byte[] into, int offset, int length);

    void write(long address, byte[] from, int offset, int length);

    /** Little-endian load of 1, 2, 4 or 8 bytes, zero-extended. */
    long load(long address, int width);

    void store(long address, int width, long value);

    void zero(long address, long length);

    void map(long address, long length, boolean writable);

    void unmap(long address, long length);

    /** @return the new end of the heap, or 0 */
    long sbrk(long size);
}
