package dev.paddock.codegen.x64.internal;

/**
 * Where the blocks of a finished piece begin: a bit for each byte of guest code, how many bits are set before each word of
 * them, and as many positions. About a tenth of what {@link BlockTable} takes.
 */
final class BlockStarts {
    private final int from;
    private final int length;
    private final long[] bits;
    private final int[] ranks;
    private final int[] positions;

    /** @param length bytes of guest code from {@code from} on */
    BlockStarts(int from, int length, long[] bits, int[] ranks, int[] positions) {
        this.from = from;
        this.length = length;
        this.bits = bits;
        this.ranks = ranks;
        this.positions = positions;
    }

    /** Position in the piece of the block at {@code pc}, or {@link BlockTable#NONE}; any pc will do. */
    int position(int pc) {
        int at = pc - from;
        if (Integer.compareUnsigned(at, length) >= 0) {
            return BlockTable.NONE;
        }
        long word = bits[at >> 6];
        long bit = 1L << at;
        return (word & bit) == 0 ? BlockTable.NONE : positions[ranks[at >> 6] + Long.bitCount(word & bit - 1)];
    }
}
