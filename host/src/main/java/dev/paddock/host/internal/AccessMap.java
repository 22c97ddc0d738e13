package dev.paddock.host.internal;

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
