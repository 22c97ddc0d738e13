package dev.paddock.host.internal;

import dev.paddock.program.MemoryImage;
import dev.paddock.program.Region;
import java.util.List;

/** The fixed layout: a few regions, of which one may grow and one may shrink. */
final class FixedAccessMap extends AccessMap {
    private final List<Region> regions;
    private final long rwAddress;
    private final long rwLength;
    private final long heapBase;
    private final long maxHeapSize;
    private long heapSize;
    private long rwEnd;
    private long auxEnd;

    FixedAccessMap(MemoryImage image) {
        super(image.pageSize());
        regions = image.regions();
        var map = image.map();
        rwAddress = map.rwAddress();
        rwLength = map.rwLength();
        heapBase = image.heapBase();
        maxHeapSize = image.maxHeapSize();
        reset();
    }

    void reset() {
        heapSize = 0;
        rwEnd = rwAddress + rwLength;
        auxEnd = 0;
        for (var region : regions) {
            if (region.kind() == Region.Kind.READ_WRITE_DATA) {
                rwEnd = region.end();
            } else if (region.kind() == Region.Kind.AUXILIARY) {
                auxEnd = region.end();
            }
        }
    }

    @Override
    boolean isDynamic() {
        return false;
    }

    /** End of read-write data and heap, a multiple of the page size. */
    long rwEnd() {
        return rwEnd;
    }

    /** Where the heap begins to be a region of its own in the worker: the end of the read-write data at the start. */
    long initialRwEnd() {
        return rwAddress + rwLength;
    }

    /** Grows the heap; the new top, or 0. */
    long sbrk(int size) {
        var grown = heapSize + Integer.toUnsignedLong(size);
        if (grown >= ADDRESS_SPACE || grown > maxHeapSize) {
            return 0;
        }
        heapSize = grown;
        var top = heapBase + grown;
        rwEnd = Math.max(rwEnd, top + pageSize - 1 & -pageSize);
        return top;
    }

    /** End of the auxiliary data that the guest sees; 0 if there is none. */
    long auxEnd() {
        return auxEnd;
    }

    /** Sets the end of the auxiliary data that the guest sees. */
    void setAuxEnd(long end) {
        auxEnd = end;
    }

    @Override
    byte rights(long address) {
        if (address >= rwAddress && address < rwEnd) {
            return READ_WRITE;
        }
        for (var region : regions) {
            if (address >= region.address() && address < endOf(region)) {
                return rightsOf(region);
            }
        }
        return UNMAPPED;
    }

    @Override
    boolean allows(long address, long length, byte needed) {
        if (length <= 0) {
            return length == 0;
        }
        var end = address + length;
        if (address >= rwAddress && end <= rwEnd) {
            return true;
        }
        for (var region : regions) {
            // Regions never touch each other, so one must hold all of it.
            if (address >= region.address() && end <= endOf(region)) {
                return rightsOf(region) >= needed;
            }
        }
        return false;
    }

    @Override
    boolean hostMayWrite(long address, long length) {
        return allows(address, length, READ_WRITE)
                || regions.stream()
                        .anyMatch(r -> r.kind() == Region.Kind.AUXILIARY
                                && address >= r.address()
                                && address + length <= endOf(r));
    }

    private long endOf(Region region) {
        return region.kind() == Region.Kind.AUXILIARY ? auxEnd : region.end();
    }

    private static byte rightsOf(Region region) {
        return switch (region.access()) {
            case READ_ONLY -> READ_ONLY;
            case READ_WRITE -> READ_WRITE;
        };
    }
}
