package dev.paddock.codegen.x64.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where each basic block of a piece of code begins in its machine code, by its pc; and the jumps that wait for blocks yet to
 * come, in this piece or in others. Kept from one piece to the next, so that the arrays are grown rarely.
 */
public final class BlockTable {
    /** No block starts there. A stub or nothing lies at position 0. */
    public static final int NONE = 0;

    /** Where to jump is not known yet. So are all below {@link #NONE}: of blocks in the middle of a run, minus their position. */
    static final int LATER = -1;

    private int[] positions = new int[0];
    /** A bit for each block. */
    private long[] starts = new long[0];
    private int from;
    private int length;

    /** Bit i: somebody jumps to pc i; of forward jumps, those met so far. */
    private long[] wanted = new long[0];

    // A waiting jump: its displacement field, the pc it wants, where its instruction begins, and what it gives back on its way.
    // That is not known before its run ends: until then, it is the complement of its block's number there.
    private int[] fields = new int[256];
    private int[] targets = new int[256];
    private int[] origins = new int[256];
    private int[] refunds = new int[256];
    private int waiting;

    /** Forgets everything, for the code from {@code start} to {@code end}. */
    void begin(int start, int end) {
        from = start;
        length = end - start;
        if (positions.length <= length) {
            positions = new int[Math.max(length + 1, Math.min(2 * positions.length, 1 << 25))];
            starts = new long[positions.length / Long.SIZE + 1];
            wanted = new long[starts.length];
        } else {
            Arrays.fill(positions, 0, length + 1, NONE);
            Arrays.fill(starts, 0, length / Long.SIZE + 1, 0);
            Arrays.fill(wanted, 0, length / Long.SIZE + 1, 0);
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

    /** The block at {@code pc} is in the middle of a run, at {@code position}: whoever jumps there has not paid for it. */
    void setInside(int pc, int position) {
        int at = pc - from;
        positions[at] = -position;
        starts[at >> 6] |= 1L << at;
    }

    /** Somebody may jump to {@code pc}, which may be anything. */
    void want(int pc) {
        int at = pc - from;
        if (Integer.compareUnsigned(at, length) < 0) {
            wanted[at >> 6] |= 1L << at;
        }
    }

    /** Whether somebody jumps to {@code pc}, as far as is known yet. */
    boolean isWanted(int pc) {
        int at = pc - from;
        return (wanted[at >> 6] >>> at & 1) != 0;
    }

    /** Position of the block at {@code pc}, negative in the middle of a run, or {@link #NONE}; any pc will do. */
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

    /** Notes a jump: {@code field} holds 4 bytes to fill, relative to its end. Of {@code refund} {@link Runs} knows. */
    void await(int field, int target, int start, int refund) {
        if (waiting == fields.length) {
            grow();
        }
        fields[waiting] = field;
        targets[waiting] = target;
        origins[waiting] = start;
        refunds[waiting] = refund;
        want(target);
        waiting++;
    }

    private void grow() {
        fields = Arrays.copyOf(fields, 2 * waiting);
        targets = Arrays.copyOf(targets, 2 * waiting);
        origins = Arrays.copyOf(origins, 2 * waiting);
        refunds = Arrays.copyOf(refunds, 2 * waiting);
    }

    /** The run whose code begins at {@code start} has ended: with {@code total}, of which the blocks had paid {@code sums}. */
    void closeRefunds(int start, int[] sums, int total) {
        for (int i = waiting - 1; i >= 0 && origins[i] >= start; i--) {
            if (refunds[i] < 0) {
                refunds[i] = total - sums[~refunds[i]];
            }
        }
    }

    /** The last run, whose code begins at {@code start}, is cut: it has so much less to give back. */
    void reduceRefunds(int start, int less) {
        for (int i = waiting - 1; i >= 0 && origins[i] >= start; i--) {
            refunds[i] -= less;
        }
    }

    /** Writes what stands behind the blocks: entries into the middle of runs, and ways out of them. */
    void writeDetours(Encoder out, Runs runs, GasCharge charge, @Nullable Recorder recorder) {
        for (int i = 0; i < waiting; i++) {
            int target = targets[i];
            if (position(target) < NONE) {
                writeEntry(out, target, runs.costFrom(target), charge, recorder);
            }
        }
        for (int i = 0; i < waiting; i++) {
            if (refunds[i] != 0 && position(targets[i]) != NONE) {
                writeRefund(out, i, recorder);
            }
        }
    }

    private void writeEntry(Encoder out, int pc, int cost, GasCharge charge, @Nullable Recorder recorder) {
        out.reserve();
        int start = out.position();
        charge.write(cost);
        out.reserve();
        out.jump(-position(pc));
        positions[pc - from] = start;
        if (recorder != null) {
            recorder.entry(pc, start);
        }
    }

    private void writeRefund(Encoder out, int jump, @Nullable Recorder recorder) {
        out.reserve();
        int start = out.position();
        out.patchInt(fields[jump], start - (fields[jump] + 4));
        out.aluImm(Encoder.ADD, Encoder.W64, GuestRegisters.RSP, refunds[jump]);
        out.put(0xe9, 5);
        fields[jump] = out.position() - 4;
        if (recorder != null) {
            recorder.refund(start, origins[jump], refunds[jump]);
        }
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
