package dev.paddock.host.internal;

import dev.paddock.program.MemoryImage;
import dev.paddock.program.Region;
import java.util.List;

/**
 * What the guest may touch, as the host keeps it for a worker: the kernel's answer to a bad access is only that one
 * happened; which it was is decided here (pvm.md 6 and 7).
 */
abstract sealed class AccessMap permits FixedAccessMap, PagedAccessMap {
    static final long ADDRESS_SPACE = 1L << 32;
    static final long FIRST_USABLE = 0x10000;

    /** What an access may do; {@link #rights} compares them. */
    static final byte UNMAPPED = 0;
    static final byte READ_ONLY = 1;
    static final byte READ_WRITE = 2;

    /** What comes of an access that the worker could not make. */
    enum Verdict {
        /** Nothing is wrong with it: then the worker lies. */
        ALLOWED,
        TRAP,
        PAGE_MISSING,
        WRITE_PROTECTED
    }

    final int pageSize;

    AccessMap(int pageSize) {
        this.pageSize = pageSize;
    }

    static AccessMap fixed(MemoryImage image) {
        return new FixedAccessMap(image);
    }

    static AccessMap dynamic(int pageSize) {
        return new PagedAccessMap(pageSize);
    }

    abstract boolean isDynamic();

    /** What the guest may do with the page at this address. */
    abstract byte rights(long address);

    /** Whether all of a range allows it; ranges do not wrap. */
    abstract boolean allows(long address, long length, byte needed);

    /** Whether the host may write there. */
    abstract boolean hostMayWrite(long address, long length);

    /** Page the last {@link #judge} was about. */
    private long faultPage;

    long faultPage() {
        return faultPage;
    }

    /** Judges one access of 1 to 8 bytes. */
    Verdict judge(long address, int size, boolean write) {
        var end = address + size;
        var first = address & -pageSize;
        var last = Math.min(end, ADDRESS_SPACE) - 1 & -pageSize;
        var needed = write ? READ_WRITE : READ_ONLY;
        var lower = rights(first);
        var upper = rights(last);
        if (end <= ADDRESS_SPACE && lower >= needed && upper >= needed) {
            return Verdict.ALLOWED;
        }
        if (!isDynamic() || address < FIRST_USABLE) {
            return Verdict.TRAP;
        }
        if (lower == UNMAPPED) {
            return fault(first, Verdict.PAGE_MISSING);
        }
        if (upper == UNMAPPED) {
            return fault(last, Verdict.PAGE_MISSING);
        }
        if (end > ADDRESS_SPACE) {
            return Verdict.TRAP;
        }
        return fault(lower == READ_ONLY ? first : last, Verdict.WRITE_PROTECTED);
    }

    private Verdict fault(long page, Verdict verdict) {
        faultPage = page;
        return verdict;
    }
}

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

/** Dynamic paging: a byte for each page, in leaves of 1,024 that come when needed. */
final class PagedAccessMap extends AccessMap {
    private static final int LEAF_BITS = 10;
    private static final int LEAF_SIZE = 1 << LEAF_BITS;
    private static final byte[] NONE = new byte[LEAF_SIZE];

    private final int shift;
    private final byte[][] leaves;

    PagedAccessMap(int pageSize) {
        super(pageSize);
        shift = Integer.numberOfTrailingZeros(pageSize);
        leaves = new byte[1 << 32 - shift - LEAF_BITS][];
        reset();
    }

    void reset() {
        java.util.Arrays.fill(leaves, NONE);
    }

    @Override
    boolean isDynamic() {
        return true;
    }

    void set(long address, long length, byte rights) {
        for (long at = address; at < address + length; at += pageSize) {
            var page = (int) (at >>> shift);
            var leaf = leaves[page >>> LEAF_BITS];
            if (leaf == NONE) {
                if (rights == UNMAPPED) {
                    continue;
                }
                leaf = new byte[LEAF_SIZE];
                leaves[page >>> LEAF_BITS] = leaf;
            }
            leaf[page & LEAF_SIZE - 1] = rights;
        }
    }

    @Override
    byte rights(long address) {
        var page = (int) (address >>> shift);
        return leaves[page >>> LEAF_BITS][page & LEAF_SIZE - 1];
    }

    @Override
    boolean allows(long address, long length, byte needed) {
        if (length < 0 || length > ADDRESS_SPACE - address) {
            return false;
        }
        for (long at = address & -pageSize; at < address + length; at += pageSize) {
            if (rights(at) < needed) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean hostMayWrite(long address, long length) {
        return allows(address, length, READ_ONLY);
    }
}
