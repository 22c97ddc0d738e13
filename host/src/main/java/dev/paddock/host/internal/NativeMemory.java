package dev.paddock.host.internal;

import dev.paddock.worker.Worker;

/**
 * Guest memory in a worker. The host reads and writes it directly, after looking at its own map of what the guest may
 * touch; only changes of that map are system calls of the worker.
 */
abstract sealed class NativeMemory implements MachineMemory permits FixedNativeMemory, PagedNativeMemory {
    private static final int SIGSEGV = 11;
    /** Bit of a page fault's error code. */
    private static final int ERROR_WRITE = 2;

    final Worker worker;
    private final AccessMap access;

    NativeMemory(Worker worker, AccessMap access) {
        this.worker = worker;
        this.access = access;
    }

    AccessMap access() {
        return access;
    }

    /** As at the start. */
    abstract void reset();

    /**
     * After a signal: whether it was a store to what is only watched for stores, which the guest may do now. Then the guest
     * is to go on where it is.
     */
    boolean opensOnFault() {
        return false;
    }

    /** The signal that has come says that it is the fault of a store. What it says may be a lie: then the store faults again. */
    final boolean isStoreFault() {
        return worker.number() == SIGSEGV && (worker.more() & ERROR_WRITE) != 0;
    }

    /** The host has written to guest memory. */
    void wrote(long address, long length) {}

    /** What the worker has mapped is not what the map of access says: {@link #settle} is to be called before a run. */
    boolean isUnsettled;

    /** Makes what the worker has mapped what the map of access says. */
    void settle() {}

    @Override
    public int pageSize() {
        return access.pageSize;
    }

    @Override
    public boolean isDynamic() {
        return access.isDynamic();
    }

    @Override
    public boolean isReadable(int address, long length) {
        return access.allows(Integer.toUnsignedLong(address), length, AccessMap.READ_ONLY);
    }

    @Override
    public boolean isWritable(int address, long length) {
        return access.allows(Integer.toUnsignedLong(address), length, AccessMap.READ_WRITE);
    }

    @Override
    public boolean read(int address, byte[] to, int offset, int length) {
        if (!isReadable(address, length)) {
            return false;
        }
        worker.memory().copyOut(Integer.toUnsignedLong(address), to, offset, length);
        return true;
    }

    @Override
    public boolean write(int address, byte[] from, int offset, int length) {
        if (!access.hostMayWrite(Integer.toUnsignedLong(address), length)) {
            return false;
        }
        worker.memory().copyIn(Integer.toUnsignedLong(address), from, offset, length);
        wrote(Integer.toUnsignedLong(address), length);
        return true;
    }

    @Override
    public boolean fill(int address, long length, byte value) {
        if (!access.hostMayWrite(Integer.toUnsignedLong(address), length)) {
            return false;
        }
        worker.memory().fill(Integer.toUnsignedLong(address), length, value);
        wrote(Integer.toUnsignedLong(address), length);
        return true;
    }
}
