package dev.paddock.program;

/**
 * The extended encoding: an opcode's number fixes the instruction's length, and no instruction straddles a multiple of
 * 1,024. So a walk from there, at most, answers anything; nothing can be found by looking backwards.
 */
final class ExtendedLayout implements Layout {
    private static final int BLOCK = Code.EXTENDED_BLOCK;

    private final byte[] bytes;
    private final int length;
    private final int[] table;
    /** A bit per byte of code where a block starts; made in one linear walk when first asked for. */
    private volatile long[] starts = {};

    ExtendedLayout(Isa isa, byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        this.table = DecodeTable.of(isa);
    }

    @Override
    public boolean isInstruction(int pc) {
        return blockStartOf(pc) >= 0;
    }

    @Override
    public int blockStartOf(int pc) {
        int end = endOf(pc);
        int at = pc & -BLOCK;
        int start = at;
        while (at < pc) {
            int entry = entryAt(at);
            int next = at + DecodeTable.length(entry);
            if (next >= end) {
                return -1;
            }
            at = next;
            start = (entry & DecodeTable.ENDS_BLOCK) != 0 ? next : start;
        }
        return at == pc ? start : -1;
    }

    @Override
    public int blockStartFrom(int pc) {
        int end = endOf(pc);
        int at = pc & -BLOCK;
        int start = at;
        while (start < pc) {
            int entry = entryAt(at);
            at = Math.min(at + DecodeTable.length(entry), end);
            start = at == end || (entry & DecodeTable.ENDS_BLOCK) != 0 ? at : start;
        }
        return start;
    }

    /** Control never runs past the end: what would is invalid where it stands. */
    @Override
    public int lastEntry() {
        return DecodeTable.INVALID;
    }

    private int endOf(int pc) {
        return Math.min((pc | BLOCK - 1) + 1, length);
    }

    private int entryAt(int pc) {
        int first = bytes[pc] & 0xff;
        return table[first < DecodeTable.ESCAPE ? first : DecodeTable.ESCAPE + (bytes[pc + 1] & 0xff)];
    }

    @Override
    public boolean isBlockStart(int pc) {
        long[] found = starts;
        if (found.length == 0) {
            found = findStarts();
            starts = found;
        }
        return (found[pc >> 6] & 1L << pc) != 0;
    }

    private long[] findStarts() {
        // One bit more than bytes, for what would follow the last instruction.
        long[] found = new long[length / 64 + 1];
        for (int from = 0; from < length; from += BLOCK) {
            found[from >> 6] |= 1;
        }
        int from = 0;
        while (from + 4 * BLOCK <= length) {
            walkFour(found, from);
            from += 4 * BLOCK;
        }
        while (from < length) {
            walk(found, from, endOf(from));
            from += BLOCK;
        }
        return found;
    }

    /** Walks four neighbours in step: one walk alone waits for its last load most of the time. */
    private void walkFour(long[] found, int from) {
        int a = from;
        int b = from + BLOCK;
        int c = from + 2 * BLOCK;
        int d = from + 3 * BLOCK;
        while (a < from + BLOCK && b < from + 2 * BLOCK && c < from + 3 * BLOCK && d < from + 4 * BLOCK) {
            a = step(found, a, from + BLOCK);
            b = step(found, b, from + 2 * BLOCK);
            c = step(found, c, from + 3 * BLOCK);
            d = step(found, d, from + 4 * BLOCK);
        }
        walk(found, a, from + BLOCK);
        walk(found, b, from + 2 * BLOCK);
        walk(found, c, from + 3 * BLOCK);
        walk(found, d, from + 4 * BLOCK);
    }

    private void walk(long[] found, int from, int end) {
        int at = from;
        while (at < end) {
            at = step(found, at, end);
        }
    }

    /** Steps over an instruction and marks what follows if that starts a block; {@code end} always does. */
    private int step(long[] found, int at, int end) {
        int entry = entryAt(at);
        int next = Math.min(at + DecodeTable.length(entry), end);
        found[next >> 6] |= (entry >>> DecodeTable.ENDS_BLOCK_BIT & 1L) << next;
        return next;
    }
}
