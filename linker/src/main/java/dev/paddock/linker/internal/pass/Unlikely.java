package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import java.util.Set;

/**
 * Marks the way that ends in a trap, so that the pipeline model takes the branch for one that is foreseen: it costs 1 then
 * and not 20. Who takes that way pays an instruction more, but he gets nowhere. A block that is nothing but a trap says so
 * itself.
 */
final class Unlikely {
    private Unlikely() {}

    static void run(Unit unit) {
        var cold = ColdBlocks.of(unit);
        for (var block : unit.blocks()) {
            if (block.end() instanceof End.Branch(_, _, _, Block taken, Block otherwise, _)) {
                mark(taken, otherwise, cold);
                mark(otherwise, taken, cold);
            }
        }
    }

    private static void mark(Block block, Block other, Set<Block> cold) {
        boolean isTrap = block.body().isEmpty() && block.end() instanceof End.Trap;
        if (cold.contains(block) && !cold.contains(other) && !isTrap) {
            block.markUnlikely();
        }
    }
}
