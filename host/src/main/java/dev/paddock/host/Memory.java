package dev.paddock.host;

import dev.paddock.host.internal.MachineMemory;
import java.nio.charset.StandardCharsets;

/**
 * The memory of an instance as the host sees it. Addresses are the guest's, their low 32 bits count; so do those of
 * lengths. Every access is checked against the instance's pages and throws {@link MemoryAccessException} rather than
 * touch what isn't mapped.
 */
public final class Memory {
    private final MachineMemory memory;

    Memory(MachineMemory memory) {
        this.memory = memory;
    }

    public int pageSize() {
        return memory.pageSize();
    }

    /** Whether all of that range is mapped. */
    public boolean isReadable(long address, long length) {
        return memory.isReadable(low(address), low(length));
    }

    /** Whether all of that range is mapped and may be written by the host: everything but read-only data. */
    public boolean isWritable(long address, long length) {
        return memory.isWritable(low(address), low(length));
    }

    public byte[] read(long address, long length) {
        checkReadable(address, length);
        var bytes = new byte[Math.toIntExact(low(length))];
        memory.read(low(address), bytes, 0, bytes.length);
        return bytes;
    }

    public void read(long address, byte[] into, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, into.length);
        checkReadable(address, length);
        memory.read(low(address), into, offset, length);
    }

    public String readString(long address, long length) {
        return new String(read(address, length), StandardCharsets.UTF_8);
    }

    public byte readByte(long address) {
        checkReadable(address, 1);
        return (byte) memory.load(low(address), 1);
    }

    public int readInt(long address) {
        checkReadable(address, 4);
        return (int) memory.load(low(address), 4);
    }

    public long readLong(long address) {
        checkReadable(address, 8);
        return memory.load(low(address), 8);
    }

    public void write(long address, byte[] bytes) {
        write(address, bytes, 0, bytes.length);
    }

    public void write(long address, byte[] from, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, from.length);
        checkWritable(address, length);
        memory.write(low(address), from, offset, length);
    }

    public void writeByte(long address, byte value) {
        checkWritable(address, 1);
        memory.store(low(address), 1, value);
    }

    public void writeInt(long address, int value) {
        checkWritable(address, 4);
        memory.store(low(address), 4, value);
    }

    public void writeLong(long address, long value) {
        checkWritable(address, 8);
        memory.store(low(address), 8, value);
    }

    /** Writes even where the guest may only read, as a loader does; the pages must be mapped. */
    public void place(long address, byte[] bytes) {
        checkReadable(address, bytes.length);
        memory.write(low(address), bytes, 0, bytes.length);
    }

    /** Fills the range with zeros. */
    public void zero(long address, long length) {
        checkWritable(address, length);
        memory.zero(low(address), low(length));
    }

    /** With dynamic paging: maps pages, zero-filled where they were not mapped before. */
    public void map(long address, long length, boolean writable) {
        checkPages(address, length);
        memory.map(low(address), length, writable);
    }

    /** With dynamic paging: changes whether the guest may write mapped pages. */
    public void protect(long address, long length, boolean writable) {
        checkPages(address, length);
        checkReadable(address, length);
        memory.map(low(address), length, writable);
    }

    /** With dynamic paging: takes pages away; their contents are lost. */
    public void unmap(long address, long length) {
        checkPages(address, length);
        memory.unmap(low(address), length);
    }

    /**
     * Grows the heap by {@code size} bytes, as the guest's own sbrk does.
     *
     * @return the heap's new end, or 0 where it can't grow that far
     */
    public long sbrk(long size) {
        if (memory.isDynamic()) {
            throw new MemoryAccessException("sbrk is not available with dynamic paging: map pages instead");
        }
        return memory.sbrk(size);
    }

    private void checkPages(long address, long length) {
        if (!memory.isDynamic()) {
            throw new MemoryAccessException("pages are mapped by the host only with dynamic paging: "
                    + "set EngineConfig.dynamicPaging");
        }
        var page = memory.pageSize();
        var start = low(address);
        if (address != start || (start | length) % page != 0 || length < 0 || start < 0x10000
                || start + length > 1L << 32) {
            throw new MemoryAccessException("pages 0x%x +0x%x: need multiples of %d within 0x10000 to 0x100000000"
                    .formatted(address, length, page));
        }
    }

    private void checkReadable(long address, long length) {
        if (!memory.isReadable(low(address), low(length))) {
            throw new MemoryAccessException("0x%x +0x%x is not all mapped guest memory"
                    .formatted(low(address), low(length)));
        }
    }

    private void checkWritable(long address, long length) {
        if (!memory.isWritable(low(address), low(length))) {
            throw new MemoryAccessException("0x%x +0x%x is not all writable guest memory"
                    .formatted(low(address), low(length)));
        }
    }

    private static long low(long value) {
        return value & 0xffff_ffffL;
    }
}
