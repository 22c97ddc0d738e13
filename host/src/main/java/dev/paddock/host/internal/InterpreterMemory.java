package dev.paddock.host.internal;

import dev.paddock.interpreter.PagedMemory;

/** The interpreter's memory behind the seam. */
record InterpreterMemory(PagedMemory memory) implements MachineMemory {
    @Override
    public int pageSize() {
        return memory.pageSize();
    }

    @Override
    public boolean isDynamic() {
        return memory.isDynamic();
    }

    @Override
    public boolean isReadable(int address, long length) {
        return memory.isReadable(address, length);
    }

    @Override
    public boolean isWritable(int address, long length) {
        return memory.isWritable(address, length);
    }

    @Override
    public boolean read(int address, byte[] to, int offset, int length) {
        return memory.read(address, to, offset, length);
    }

    @Override
    public boolean write(int address, byte[] from, int offset, int length) {
        return memory.write(address, from, offset, length);
    }

    @Override
    public boolean fill(int address, long length, byte value) {
        return memory.fill(address, length, value);
    }

    @Override
    public void map(int address, long length, boolean writable) {
        memory.map(address, length, writable);
    }

    @Override
    public void protect(int address, long length, boolean writable) {
        memory.protect(address, length, writable);
    }

    @Override
    public void unmap(int address, long length) {
        memory.unmap(address, length);
    }

    @Override
    public long sbrk(int size) {
        return memory.sbrk(size);
    }

    @Override
    public void setAccessibleAuxSize(long size) {
        memory.setAccessibleAuxSize(size);
    }
}
