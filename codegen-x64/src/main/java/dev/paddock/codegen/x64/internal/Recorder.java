package dev.paddock.codegen.x64.internal;

import java.util.Arrays;

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
    private int blockCount;
    private int firstOfBlock;

    void beginBlock(int pc, int position) {
        if (blockCount == blockPcs.length) {
            blockPcs = Arrays.copyOf(blockPcs, 2 * blockCount);
            blockPositions = Arrays.copyOf(blockPositions, 2 * blockCount);
            blockCosts = Arrays.copyOf(blockCosts, 2 * blockCount);
        }
        blockPcs[blockCount] = pc;
        blockPositions[blockCount] = position;
        firstOfBlock = count;
    }

    void endBlock(int cost) {
        blockCosts[blockCount++] = cost;
    }

    /** Forgets the block begun last. */
    void dropBlock() {
        count = firstOfBlock;
    }

    void add(int pc, int position) {
        if (count == pcs.length) {
            pcs = Arrays.copyOf(pcs, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        pcs[count] = pc;
        positions[count++] = position;
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
}
