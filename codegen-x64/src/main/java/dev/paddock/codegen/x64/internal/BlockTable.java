package dev.paddock.codegen.x64.internal;

import java.util.Arrays;

/**
 * Where each basic block of a piece of code begins in its machine code, by its pc; and the jumps that wait for blocks yet to
 * come, in this piece or in others. Kept from one piece to the next, so that the arrays are grown rarely.
 */
public final class BlockTable {
    /** No block starts there. A stub or nothing lies at position 0. */
    public static final int NONE = 0;

    private int[] positions = new int[0];
    /** A bit for each block. */
    private long[] starts = new long[0];
    private int from;
    private int length;

    // A waiting jump: its displacement field, the pc it wants, and where its instruction begins.
    private int[] fields = new int[256];
    private int[] targets = new int[256];
    private int[] origins = new int[256];
    private int waiting;

    /** Forgets everything, for the code from {@code start} to {@code end}. */
    void begin(int start, int end) {
        from = start;
        length = end - start;
        if (positions.length <= length) {
            positions = new int[Math.max(length + 1, Math.min(2 * positions.length, 1 << 25))];
            starts = new long[positions.length / Long.SIZE + 1];
        } else {
            Arrays.fill(positions, 0, length + 1, NONE);
            Arrays.fill(starts, 0, length / Long.SIZE + 1, 0);
        }
        waiting = 0;
    }

    /**
     * The block at {@code pc} begins at {@code position}. The implicit invalid instruction after the end of the code
     * may be one too, but is no target.
     */
    void set(int pc, int position) {
        int at = pc - from;
        positions[at] = position;
        starts[at >> 6] |= 1L << at;
    }

    /** Position of the block at {@code pc}, or {@link #NONE}; any pc will do. */
    public int position(int pc) {
        int at = pc - from;
        return Integer.compareUnsigned(at, length) < 0 ? positions[at] : NONE;
    }

    /** Whether, at {@code pc}, a position in the code is still to come or belongs to another piece. */
    boolean isOpen(int pc, int target) {
        // What lies before the piece is a large unsigned number.
        return Integer.compareUnsigned(target - from, pc - from) > 0;
    }

    /** All of its blocks, in less room. */
    BlockStarts blockStarts() {
        int words = length / Long.SIZE + 1;
        var bits = Arrays.copyOf(starts, words);
        var ranks = new int[words];
        int count = 0;
        for (int word = 0; word < words; word++) {
            ranks[word] = count;
            count += Long.bitCount(bits[word]);
        }
        var found = new int[count];
        int i = 0;
        for (int word = 0; word < words; word++) {
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                found[i++] = positions[word * Long.SIZE + Long.numberOfTrailingZeros(rest)];
            }
        }
        return new BlockStarts(from, length, bits, ranks, found);
    }

    /** Drops the jumps noted whose instruction begins at {@code position} or behind. */
    void rewindTo(int position) {
        while (waiting > 0 && origins[waiting - 1] >= position) {
            waiting--;
        }
    }

    /** Notes a jump: {@code field} holds 4 bytes to fill, relative to its end. */
    void await(int field, int target, int start) {
        if (waiting == fields.length) {
            grow();
        }
        fields[waiting] = field;
        targets[waiting] = target;
        origins[waiting] = start;
        waiting++;
    }

    private void grow() {
        fields = Arrays.copyOf(fields, 2 * waiting);
        targets = Arrays.copyOf(targets, 2 * waiting);
        origins = Arrays.copyOf(origins, 2 * waiting);
    }

    /**
     * Fills in all that wait for blocks of this piece; the others are left to {@link #jumpsOut}. A jump to what turned out not
     * to be a block becomes a trap where it stands.
     */
    public void resolve(Encoder out) {
        int left = 0;
        for (int i = 0; i < waiting; i++) {
            int at = targets[i] - from;
            if (Integer.compareUnsigned(at, length) < 0) {
                land(out, fields[i], origins[i], positions[at]);
            } else {
                fields[left] = fields[i];
                targets[left] = targets[i];
                origins[left++] = origins[i];
            }
        }
        waiting = left;
    }

    /** Lets a jump land at {@code position}, which may be {@link #NONE}. */
    static void land(Encoder out, int field, int origin, int position) {
        if (position == NONE) {
            out.patchByte(origin, Encoder.HLT);
        } else {
            out.patchInt(field, position - (field + 4));
        }
    }

    /** Jumps into other pieces: displacement fields, the pcs they want, and where their instructions begin. */
    record Jumps(int[] fields, int[] targets, int[] origins) {}

    /** After {@link #resolve}. */
    Jumps jumpsOut() {
        return new Jumps(
                Arrays.copyOf(fields, waiting), Arrays.copyOf(targets, waiting), Arrays.copyOf(origins, waiting));
    }
}
