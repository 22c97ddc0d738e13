package dev.paddock.host;

import dev.paddock.host.internal.MachineMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The memory of an instance as the host sees it. Addresses and lengths are unsigned 32-bit values: of a register's value
 * the low half counts. Every access is checked against the instance's pages and throws {@link MemoryAccessException}
 * rather than touch what isn't mapped. Values are little-endian.
 */
public final class Memory {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST_USABLE = 0x10000;
    private static final long ADDRESS_SPACE = 1L << 32;

    private final MachineMemory memory;
    private final GuestRun owner;
    /** For single values; an instance is one thread's at a time. */
    private final byte[] scratch = new byte[Long.BYTES];

    Memory(MachineMemory memory, GuestRun owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /** Nobody reaches memory by a reference kept too long: after closing it may be another instance's. */
    private MachineMemory memory() {
        owner.checkOwner();
        return memory;
    }

    public int pageSize() {
        return memory().pageSize();
    }

    /** Whether the program could load each of these bytes. */
    public boolean isReadable(long address, long length) {
        return memory().isReadable((int) address, low(length));
    }

    /** Whether the program could store to each of these bytes. */
    public boolean isWritable(long address, long length) {
        return memory().isWritable((int) address, low(length));
    }

    /** A copy of that range. */
    public byte[] read(long address, long length) {
        if (!isReadable(address, length)) {
            throw unreadable(address, low(length));
        }
        var bytes = new byte[Math.toIntExact(low(length))];
        read(address, bytes, 0, bytes.length);
        return bytes;
    }

    /** Copies into an array of the caller's. */
    public void read(long address, byte[] into, int offset, int length) {
        if (!memory().read((int) address, into, offset, length)) {
            throw unreadable(address, length);
        }
    }

    /** That range as UTF-8 text. */
    public String readString(long address, long length) {
        return new String(read(address, length), StandardCharsets.UTF_8);
    }

    public byte readByte(long address) {
        read(address, scratch, 0, Byte.BYTES);
        return scratch[0];
    }

    public int readInt(long address) {
        read(address, scratch, 0, Integer.BYTES);
        return (int) INT.get(scratch, 0);
    }

    public long readLong(long address) {
        read(address, scratch, 0, Long.BYTES);
        return (long) LONG.get(scratch, 0);
    }

    /**
     * Writes where the program may, and to auxiliary data; with dynamic paging to whatever is mapped, read-only pages
     * included.
     */
    public void write(long address, byte[] bytes) {
        write(address, bytes, 0, bytes.length);
    }

    /** The same from a part of an array. */
    public void write(long address, byte[] from, int offset, int length) {
        if (!memory().write((int) address, from, offset, length)) {
            throw unwritable(address, length);
        }
    }

    public void writeByte(long address, byte value) {
        scratch[0] = value;
        write(address, scratch, 0, Byte.BYTES);
    }

    public void writeInt(long address, int value) {
        INT.set(scratch, 0, value);
        write(address, scratch, 0, Integer.BYTES);
    }

    public void writeLong(long address, long value) {
        LONG.set(scratch, 0, value);
        write(address, scratch, 0, Long.BYTES);
    }

    /** Fills a range with one byte, where {@link #write} may write. */
    public void fill(long address, long length, byte value) {
        if (!memory().fill((int) address, low(length), value)) {
            throw unwritable(address, low(length));
        }
    }

    /** With dynamic paging: maps pages, filled with zeros whatever they held before. */
    public void map(long address, long length, boolean writable) {
        checkPages(address, length);
        memory().map((int) address, length, writable);
    }

    /** With dynamic paging: says whether the program may write these pages; they must be mapped. */
    public void protect(long address, long length, boolean writable) {
        checkPages(address, length);
        if (!isMapped(address, length)) {
            throw unreadable(address, length);
        }
        memory().protect((int) address, length, writable);
    }

    /** With dynamic paging: takes pages away; their contents are lost. */
    public void unmap(long address, long length) {
        checkPages(address, length);
        memory().unmap((int) address, length);
    }

    /**
     * Grows the heap by {@code size} bytes, as the program's own sbrk does.
     *
     * @return the heap's new end; 0 where it can't grow so far, or pages are mapped by the host
     */
    public long sbrk(long size) {
        return size == low(size) ? memory().sbrk((int) size) : 0;
    }

    /** Leaves only the first {@code size} bytes of the auxiliary data, rounded up to pages, to the program. */
    public void setAccessibleAuxSize(long size) {
        memory().setAccessibleAuxSize(size);
    }

    private boolean isMapped(long address, long length) {
        return memory().isReadable((int) address, length);
    }

    private void checkPages(long address, long length) {
        if (!memory().isDynamic()) {
            throw new MemoryAccessException(
                    "this memory has a fixed layout; pages are mapped only with EngineConfig.dynamicPaging");
        }
        var page = memory().pageSize();
        if ((address | length) % page != 0
                || length < 0
                || address < FIRST_USABLE
                || address > ADDRESS_SPACE
                || length > ADDRESS_SPACE - address) {
            throw new MemoryAccessException("0x%x+%d is not a range of whole pages of %d bytes between 0x10000 and 2^32"
                    .formatted(address, length, page));
        }
    }

    private static MemoryAccessException unreadable(long address, long length) {
        return new MemoryAccessException("0x%x+%d is not all mapped guest memory".formatted(low(address), length));
    }

    private static MemoryAccessException unwritable(long address, long length) {
        return new MemoryAccessException(
                "0x%x+%d is not all guest memory that the host may write".formatted(low(address), length));
    }

    private static long low(long value) {
        return value & 0xffff_ffffL;
    }
}
