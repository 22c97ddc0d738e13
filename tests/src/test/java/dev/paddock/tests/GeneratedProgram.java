package dev.paddock.tests;

import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;

/**
 * A program made at random, and how to start it.
 *
 * @param seed makes the same again
 * @param container a {@code .polkavm} blob; may be malformed
 * @param entries positions to start at: the first one first, others after the program has ended; may be no instruction
 * @param registers thirteen, at the start
 */
record GeneratedProgram(
        long seed,
        Isa isa,
        CostModel costModel,
        int pageSize,
        boolean dynamicPaging,
        byte[] container,
        int[] entries,
        long[] registers,
        long gas) {

    @Override
    public String toString() {
        return "program of seed " + seed + " (" + isa + ", " + costModel.label() + ", pages of " + pageSize
                + (dynamicPaging ? ", dynamic paging" : "") + ", gas " + gas + ")";
    }
}
