package dev.paddock.interpreter;

/**
 * Guest memory as the host sees it. Addresses are 32-bit unsigned; ranges do not wrap around at 2^32. Whoever calls runs
 * on the thread that runs the guest, or while it does not run.
 */
public interface GuestMemory {
    /** Pages are mapped and protected as a whole: a power of two, 0x1000..0x10000. */
    int pageSize();

    /** Whether the guest could load each of these bytes. */
    boolean isReadable(int address, long length);

    /** Whether the guest could store to each of these bytes. */
    boolean isWritable(int address, long length);

    /** Copies out of guest memory; false, and nothing done, if not all of it is mapped. */
    boolean read(int address, byte[] to, int offset, int length);

    /**
     * Copies into guest memory; false, and nothing done, unless the host may write all of it: with a fixed layout where
     * the guest may, and the auxiliary data; with dynamic paging whatever is mapped.
     */
    boolean write(int address, byte[] from, int offset, int length);

    /** Fills guest memory; may do so where {@link #write} may. */
    boolean fill(int address, long length, byte value);

    /**
     * Grows the heap, as the instruction does.
     *
     * @param size in bytes, unsigned; 0 asks for the current end
     * @return the new end of the heap, 1..2^32-1, or 0 if it cannot grow so far (never can with dynamic paging)
     */
    long sbrk(int size);
}
