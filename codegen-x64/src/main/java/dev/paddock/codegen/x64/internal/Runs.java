package dev.paddock.codegen.x64.internal;

import dev.paddock.program.InstructionReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that are paid for together. Where a block ends in a branch to somewhere far, which is rarely taken, the next block
 * belongs to its run. A run's first block pays for all of it, the others for nothing; who leaves it by a branch gets back what
 * the rest of it costs, on a detour behind the code:
 *
 * <pre>
 *      sub rsp, 9      instead of        sub rsp, 4
 *      jb  out of gas                    jb  out of gas
 *      ...                               ...
 *      jae detour                        jae far
 *      ...                               sub rsp, 5
 *                                        jb  out of gas
 * detour:                                ...
 *      add rsp, 5
 *      jmp far
 * </pre>
 *
 * A block that is jumped to begins a run. That of a backward jump is not known in time: the run is cut there, and the loop
 * emitted again; or, where that has been done already, the block gets an entry behind the code, which pays for the rest of the
 * run.
 *
 * <p>What is paid ahead is never seen from outside. A block from which the worker may call the host ends its run; wherever else
 * the guest stops, {@link dev.paddock.codegen.x64.CodeMap#paidAhead} says how much it is. Gas that does not suffice for a run may
 * suffice for a part of it: that part is run by code without runs.
 */
final class Runs {
    /** A branch over fewer bytes of guest code skips a part of what follows, as often as not. */
    private static final int FAR = 512;

    /** What costs more goes on with no other block: a charge has one byte to say how much. */
    private static final int ENOUGH = 63;

    private final Encoder out;
    private final BlockTable blocks;
    private boolean on;
    private int end;
    private boolean goesOn;

    // Of each block: its pc, the index of the first of its run, where that one's charge is, what the run costs up to its end.
    private int[] pcs = new int[256];
    private int[] heads = new int[256];
    private int[] charges = new int[256];
    private int[] sums = new int[256];
    private int count;

    Runs(Encoder out, BlockTable blocks) {
        this.out = out;
        this.blocks = blocks;
    }

    /** Starts a compilation, in which blocks may be paid for together if {@code shares}, of code up to {@code codeEnd}. */
    void begin(boolean shares, int codeEnd) {
        on = shares;
        end = codeEnd;
        goesOn = false;
        count = 0;
    }

    /** Whether the block that begins belongs to the run of the one before. */
    boolean takeNext() {
        boolean result = goesOn;
        goesOn = false;
        return result;
    }

    /** Whether the run can pay for {@code cost} more. */
    boolean hasRoomFor(int cost) {
        return sums[count - 1] + cost <= GasCharge.LONGEST_SHORT;
    }

    /**
     * The block ends in a branch to {@code target}, that {@code r} stands on. Returns what {@link BlockTable#await} wants to know of
     * it: 0 if the next block begins a run.
     */
    int branch(InstructionReader r, int target) {
        int next = r.nextPc();
        goesOn = on && target - next >= FAR && next < end && !blocks.isWanted(next) && !out.hasFixed();
        return goesOn ? ~count : 0;
    }

    /** The block at {@code pc} has been emitted; {@code start} is where its charge is, if it has one. */
    void endBlock(int pc, int start, int cost, boolean isFree, @Nullable Recorder recorder) {
        if (count == pcs.length) {
            pcs = Arrays.copyOf(pcs, 2 * count);
            heads = Arrays.copyOf(heads, 2 * count);
            charges = Arrays.copyOf(charges, 2 * count);
            sums = Arrays.copyOf(sums, 2 * count);
        }
        int block = count++;
        pcs[block] = pc;
        if (isFree) {
            heads[block] = heads[block - 1];
            charges[block] = charges[block - 1];
            sums[block] = sums[block - 1] + cost;
            GasCharge.patch(out, charges[block], sums[block]);
        } else {
            heads[block] = block;
            charges[block] = start;
            sums[block] = cost;
        }
        goesOn &= sums[block] <= ENOUGH;
        if (!goesOn) {
            close(recorder);
        }
    }

    /** The run has ended with the block before the one that begins. */
    void close(@Nullable Recorder recorder) {
        int last = count - 1;
        blocks.closeRefunds(charges[last], sums, sums[last]);
        if (recorder != null) {
            for (int block = heads[last]; block < last; block++) {
                recorder.paidAhead(last - block, sums[last] - sums[block]);
            }
        }
    }

    /** Forgets the blocks from the one at {@code pc} on; a run that it is in the middle of ends before it. */
    void cut(int pc, @Nullable Recorder recorder) {
        goesOn = false;
        int block = Arrays.binarySearch(pcs, 0, count, pc);
        int whole = sums[lastOfRun(block)];
        count = block;
        if (heads[block] != block) {
            int rest = sums[block - 1];
            GasCharge.patch(out, charges[block], rest);
            blocks.reduceRefunds(charges[block], whole - rest);
            if (recorder != null) {
                for (int i = heads[block]; i < block; i++) {
                    recorder.paidAhead(block - 1 - i, rest - sums[i]);
                }
            }
        }
    }

    private int lastOfRun(int block) {
        int last = block;
        while (last + 1 < count && heads[last + 1] == heads[block]) {
            last++;
        }
        return last;
    }

    /** What the run costs from the block at {@code pc} on. */
    int costFrom(int pc) {
        int block = Arrays.binarySearch(pcs, 0, count, pc);
        int before = heads[block] == block ? 0 : sums[block - 1];
        return sums[lastOfRun(block)] - before;
    }
}
