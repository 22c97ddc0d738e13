package dev.paddock.codegen.x64.internal;

import java.util.Arrays;

/**
 * Where each basic block begins in machine code, by its pc; and the jumps that wait for blocks yet to come. Kept from
 * one compilation to the next, so that the arrays are grown rarely.
 */
public final class BlockTable {
    /** No block starts there. Machine code begins with a stub, so no block has position 0. */
    public static final int NONE = 0;

    private int[] positions = new int[0];
    private int length;

    // A waiting jump: its displacement field, the pc it wants, and where its instruction begins.
    private int[] fields = new int[256];
    private int[] targets = new int[256];
    private int[] starts = new int[256];
    private int waiting;

    /** Forgets everything, for code of {@code codeLength} bytes. */
    void begin(int codeLength) {
        length = codeLength;
        if (positions.length <= length) {
            positions = new int[Math.max(length + 1, Math.min(2 * positions.length, 1 << 25))];
        } else {
            Arrays.fill(positions, 0, length + 1, NONE);
        }
        waiting = 0;
    }

    /**
     * The block at {@code pc} begins at {@code position}. The implicit invalid instruction after the end of the code
     * may be one too, but is no target.
     */
    void set(int pc, int position) {
        positions[pc] = position;
    }

    /** Position of the block at {@code pc}, or {@link #NONE}; any pc will do. */
    public int position(int pc) {
        return Integer.compareUnsigned(pc, length) < 0 ? positions[pc] : NONE;
    }

    /** Drops the jumps noted whose instruction begins at {@code position} or behind. */
    void rewindTo(int position) {
        while (waiting > 0 && starts[waiting - 1] >= position) {
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
        starts[waiting] = start;
        waiting++;
    }

    private void grow() {
        fields = Arrays.copyOf(fields, 2 * waiting);
        targets = Arrays.copyOf(targets, 2 * waiting);
        starts = Arrays.copyOf(starts, 2 * waiting);
    }

    /** Fills in all that wait. A jump to what turned out not to be a block becomes a trap where it stands. */
    void resolve(Encoder out) {
        for (int i = 0; i < waiting; i++) {
            int position = positions[targets[i]];
            if (position == NONE) {
                out.patchByte(starts[i], Encoder.HLT);
            } else {
                out.patchInt(fields[i], position - (fields[i] + 4));
            }
        }
    }
}
