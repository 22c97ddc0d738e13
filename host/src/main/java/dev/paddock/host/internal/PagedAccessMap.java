package dev.paddock.host.internal;

import java.util.Arrays;

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
        Arrays.fill(leaves, NONE);
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
