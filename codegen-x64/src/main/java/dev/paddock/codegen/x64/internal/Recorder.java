package dev.paddock.codegen.x64.internal;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Notes, in order, where the machine code of each instruction begins (after the block's charge), and of each block
 * where it begins (before) and what it costs.
 */
public final class Recorder {
    private int[] pcs = new int[1024];
    private int[] positions = new int[1024];
    private int count;

    private int[] blockPcs = new int[256];
    private int[] blockPositions = new int[256];
    private int[] blockCosts = new int[256];
    private int[] paidAhead = new int[256];
    private int blockCount;
    private int firstOfBlock;

    private int[] entryPcs = new int[64];
    private int[] entryPositions = new int[64];
    private int entryCount;

    private int[] refundPositions = new int[64];
    private int[] refundBranches = new int[64];
    private int[] refunds = new int[64];
    private int refundCount;

    /** Guest registers whose extension waits, as masks. */
    private char[] narrow = new char[1024];
    private final BitSet temporaries = new BitSet();
    private final BitSet joined = new BitSet();
    private final BitSet lent = new BitSet();

    void beginBlock(int pc, int position) {
        if (blockCount == blockPcs.length) {
            blockPcs = Arrays.copyOf(blockPcs, 2 * blockCount);
            blockPositions = Arrays.copyOf(blockPositions, 2 * blockCount);
            blockCosts = Arrays.copyOf(blockCosts, 2 * blockCount);
            paidAhead = Arrays.copyOf(paidAhead, 2 * blockCount);
        }
        blockPcs[blockCount] = pc;
        blockPositions[blockCount] = position;
        firstOfBlock = count;
    }

    void endBlock(int cost) {
        blockCosts[blockCount] = cost;
        paidAhead[blockCount++] = 0;
    }

    /** Of the blocks ended, the one {@code back} before the last has paid {@code gas} for those after it: see {@link Runs}. */
    void paidAhead(int back, int gas) {
        paidAhead[blockCount - 1 - back] = gas;
    }

    /** The block begun last is dropped. */
    void dropBlock() {
        count = firstOfBlock;
    }

    /** The block at {@code pc}, in the middle of a run, is jumped to at {@code position}. */
    void entry(int pc, int position) {
        if (entryCount == entryPcs.length) {
            entryPcs = Arrays.copyOf(entryPcs, 2 * entryCount);
            entryPositions = Arrays.copyOf(entryPositions, 2 * entryCount);
        }
        entryPcs[entryCount] = pc;
        entryPositions[entryCount++] = position;
    }

    /** At {@code position} the branch that begins at {@code branch} gives back {@code gas}. */
    void refund(int position, int branch, int gas) {
        if (refundCount == refunds.length) {
            refundPositions = Arrays.copyOf(refundPositions, 2 * refundCount);
            refundBranches = Arrays.copyOf(refundBranches, 2 * refundCount);
            refunds = Arrays.copyOf(refunds, 2 * refundCount);
        }
        refundPositions[refundCount] = position;
        refundBranches[refundCount] = branch;
        refunds[refundCount++] = gas;
    }

    /** The instructions of the block begun last now begin so many bytes later. */
    void moveBlock(int more) {
        for (int i = firstOfBlock; i < count; i++) {
            positions[i] += more;
        }
    }

    /** Adds what {@code other} has noted of the code that follows, whose positions are to be so much larger. */
    void append(Recorder other, int shift) {
        pcs = Arrays.copyOf(pcs, count + other.count);
        positions = Arrays.copyOf(positions, count + other.count);
        narrow = Arrays.copyOf(narrow, count + other.count);
        System.arraycopy(other.pcs, 0, pcs, count, other.count);
        System.arraycopy(other.narrow, 0, narrow, count, other.count);
        for (int i = 0; i < other.count; i++) {
            positions[count + i] = other.positions[i] + shift;
        }
        append(temporaries, other.temporaries, other.count);
        append(joined, other.joined, other.count);
        append(lent, other.lent, other.count);
        count += other.count;
        appendBlocks(other, shift);
    }

    private void append(BitSet to, BitSet from, int length) {
        for (int i = from.nextSetBit(0); i >= 0 && i < length; i = from.nextSetBit(i + 1)) {
            to.set(count + i);
        }
    }

    private void appendBlocks(Recorder other, int shift) {
        int more = other.blockCount;
        blockPcs = Arrays.copyOf(blockPcs, blockCount + more);
        blockPositions = Arrays.copyOf(blockPositions, blockCount + more);
        blockCosts = Arrays.copyOf(blockCosts, blockCount + more);
        paidAhead = Arrays.copyOf(paidAhead, blockCount + more);
        System.arraycopy(other.blockPcs, 0, blockPcs, blockCount, more);
        System.arraycopy(other.blockCosts, 0, blockCosts, blockCount, more);
        System.arraycopy(other.paidAhead, 0, paidAhead, blockCount, more);
        for (int i = 0; i < more; i++) {
            blockPositions[blockCount + i] = other.blockPositions[i] + shift;
        }
        blockCount += more;
        for (int i = 0; i < other.entryCount; i++) {
            entry(other.entryPcs[i], other.entryPositions[i] + shift);
        }
        for (int i = 0; i < other.refundCount; i++) {
            refund(other.refundPositions[i] + shift, other.refundBranches[i] + shift, other.refunds[i]);
        }
    }

    /** Forgets the blocks from the one at {@code pc} on. */
    void dropFrom(int pc) {
        blockCount = Arrays.binarySearch(blockPcs, 0, blockCount, pc);
        count = Arrays.binarySearch(pcs, 0, count, pc);
    }

    /**
     * {@code temporary}: whether rcx matters there; {@code waiting}: see {@link Extensions#waiting}; {@code isLent}: see
     * {@link StackPointer#isLent}.
     */
    void add(int pc, int position, boolean temporary, int waiting, boolean isLent) {
        lent.set(count, isLent);
        if (count == pcs.length) {
            pcs = Arrays.copyOf(pcs, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
            narrow = Arrays.copyOf(narrow, 2 * count);
        }
        narrow[count] = (char) waiting;
        temporaries.set(count, temporary);
        joined.clear(count);
        pcs[count] = pc;
        positions[count++] = position;
    }

    /** The instruction added last is done together with the one before it; {@code end} is where both end. */
    void join(int end) {
        joined.set(count - 1);
        positions[count - 1] = end;
    }

    /** Which instructions, by index, want in rcx the upper half of a product. */
    public BitSet temporaries() {
        return (BitSet) temporaries.clone();
    }

    /** Before which instructions, by index, rsp is lent. */
    public BitSet lent() {
        return (BitSet) lent.clone();
    }

    /** Which instructions, by index, have no place of their own, being done with the one before. */
    public BitSet joined() {
        return (BitSet) joined.clone();
    }

    /** For each instruction, by index, the guest registers that count up to 32 bits only before it, as a mask. */
    public char[] narrowRegisters() {
        return Arrays.copyOf(narrow, count);
    }

    /** Pcs of the instructions, ascending. */
    public int[] pcs() {
        return Arrays.copyOf(pcs, count);
    }

    /** Positions of the instructions, never descending. */
    public int[] positions() {
        return Arrays.copyOf(positions, count);
    }

    /** Pcs of the blocks, ascending. */
    public int[] blockPcs() {
        return Arrays.copyOf(blockPcs, blockCount);
    }

    /** Positions of the blocks, never descending. */
    public int[] blockPositions() {
        return Arrays.copyOf(blockPositions, blockCount);
    }

    /** What the blocks cost. */
    public int[] blockCosts() {
        return Arrays.copyOf(blockCosts, blockCount);
    }

    /** What each of them has paid for later ones. */
    public int[] paidAhead() {
        return Arrays.copyOf(paidAhead, blockCount);
    }

    /** Pcs of blocks that are jumped to elsewhere, in the order of {@link #entryPositions}. */
    public int[] entryPcs() {
        return Arrays.copyOf(entryPcs, entryCount);
    }

    /** Where they are jumped to, ascending. */
    public int[] entryPositions() {
        return Arrays.copyOf(entryPositions, entryCount);
    }

    /** Where gas is given back, ascending, behind the entries. */
    public int[] refundPositions() {
        return Arrays.copyOf(refundPositions, refundCount);
    }

    /** Positions of the branches that lead there. */
    public int[] refundBranches() {
        return Arrays.copyOf(refundBranches, refundCount);
    }

    /** How much is given back. */
    public int[] refunds() {
        return Arrays.copyOf(refunds, refundCount);
    }
}
