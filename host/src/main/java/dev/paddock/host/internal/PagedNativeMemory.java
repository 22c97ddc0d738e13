package dev.paddock.host.internal;

import dev.paddock.worker.Protection;
import dev.paddock.worker.Worker;

/** Dynamic paging: what the host has mapped. */
final class PagedNativeMemory extends NativeMemory {
    private final PagedAccessMap map;

    PagedNativeMemory(Worker worker, int pageSize) {
        this(worker, new PagedAccessMap(pageSize));
    }

    private PagedNativeMemory(Worker worker, PagedAccessMap map) {
        super(worker, map);
        this.map = map;
    }

    @Override
    void reset() {
        worker.clearMemory();
        map.reset();
    }

    @Override
    public void map(int address, long length, boolean writable) {
        var start = Integer.toUnsignedLong(address);
        if (length == 0) {
            return;
        }
        worker.zero(start, length);
        worker.map(start, length, protection(writable));
        map.set(start, length, rights(writable));
    }

    @Override
    public void protect(int address, long length, boolean writable) {
        var start = Integer.toUnsignedLong(address);
        if (length == 0) {
            return;
        }
        worker.protect(start, length, protection(writable));
        map.set(start, length, rights(writable));
    }

    @Override
    public void unmap(int address, long length) {
        var start = Integer.toUnsignedLong(address);
        if (length == 0) {
            return;
        }
        worker.unmap(start, length);
        map.set(start, length, AccessMap.UNMAPPED);
    }

    private static Protection protection(boolean writable) {
        return writable ? Protection.READ_WRITE : Protection.READ;
    }

    private static byte rights(boolean writable) {
        return writable ? AccessMap.READ_WRITE : AccessMap.READ_ONLY;
    }

    @Override
    public long sbrk(int size) {
        return 0;
    }

    @Override
    public void setAccessibleAuxSize(long size) {
        if (size != 0) {
            throw new IllegalArgumentException("there is no auxiliary data with dynamic paging");
        }
    }
}
