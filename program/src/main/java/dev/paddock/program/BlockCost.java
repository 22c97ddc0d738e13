package dev.paddock.program;

/**
 * Computes what basic blocks cost, one after the other, as their instructions stream by. Reusable, not thread-safe, no
 * allocation.
 *
 * {@snippet :
 * var cost = BlockCost.of(CostModel.PIPELINE_L2, code);
 * var reader = new InstructionReader(code);
 * while (reader.next()) {
 *     if (reader.startsBlock()) {
 *         cost.begin();
 *     }
 *     cost.add(reader);
 *     if (reader.endsBlock()) {
 *         System.out.println(cost.end());
 *     }
 * }
 * }
 */
public abstract sealed class BlockCost permits NaiveBlockCost, PipelineBlockCost {
    BlockCost() {}

    /** The model's costs for blocks of this code. */
    public static BlockCost of(CostModel model, Code code) {
        return switch (model) {
            case NAIVE -> new NaiveBlockCost();
            case PIPELINE_L1, PIPELINE_L2, PIPELINE_L3 -> new PipelineBlockCost(model.loadLatency(), code);
        };
    }

    /** Starts a block. */
    public abstract void begin();

    /** Adds the instruction the reader stands on; terminators and invalid instructions count like any other. */
    public abstract void add(InstructionReader instruction);

    /** Ends the block. Returns its cost, at least 1. */
    public abstract long end();
}
