package dev.paddock.host.internal;

/**
 * Guest memory as each backend has it. Addresses are 32-bit unsigned; ranges do not wrap around at 2^32. Confined to the
 * thread that runs the guest.
 */
public interface MachineMemory {
    int pageSize();

    boolean isDynamic();

    /** Whether the guest could load each of these bytes. */
    boolean isReadable(int address, long length);

    /** Whether the guest could store to each of these bytes. */
    boolean isWritable(int address, long length);

    /** False, and nothing done, if not all of it is mapped. */
    boolean read(int address, byte[] to, int offset, int length);

    /**
     * False, and nothing done, unless the host may write all of it: with a fixed layout where the guest may, and the
     * auxiliary data; with dynamic paging whatever is mapped.
     */
    boolean write(int address, byte[] from, int offset, int length);

    /** As {@link #write}. */
    boolean fill(int address, long length, byte value);

    /** Maps pages, zero-filled. The caller has checked that this is dynamic paging and a range of whole pages. */
    void map(int address, long length, boolean writable);

    /** All of it is mapped; as {@link #map} otherwise. */
    void protect(int address, long length, boolean writable);

    /** As {@link #map}; what is not mapped stays so. */
    void unmap(int address, long length);

    /** Grows the heap as the guest's sbrk does: its new end, or 0. */
    long sbrk(int size);

    /** Leaves only the first bytes of the auxiliary data, rounded up to pages, to the guest. */
    void setAccessibleAuxSize(long size);
}
