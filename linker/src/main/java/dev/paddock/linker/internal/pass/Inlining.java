package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import java.util.HashSet;

/**
 * Lets a block that ends in a jump absorb what it jumps to: a block that nobody else leads to, or a copy of one so small
 * that the copy costs no more than the jump.
 */
final class Inlining {
    /** Instructions of a block that is copied, its end not counted. */
    private static final int THRESHOLD = 2;
    /** Bounds growth: a copy of a copy of a loop. */
    private static final int ROUNDS = 4;

    private Inlining() {}

    static void run(Unit unit) {
        merge(unit);
        for (int round = 0; round < ROUNDS && copy(unit); round++) {
            merge(unit);
        }
    }

    private static void merge(Unit unit) {
        var flow = new ControlFlow(unit);
        var gone = new HashSet<Block>();
        for (var block : unit.blocks()) {
            while (!gone.contains(block)
                    && block.end() instanceof End.Jump(Block to, _)
                    && to != block
                    && flow.hasOnePredecessor(to)) {
                block.body().addAll(to.body());
                block.end(to.end());
                gone.add(to);
            }
        }
        unit.blocks().removeIf(gone::contains);
    }

    private static boolean copy(Unit unit) {
        boolean changed = false;
        for (var block : unit.blocks()) {
            if (block.end() instanceof End.Jump(Block to, _) && to != block && isSmall(to)) {
                block.body().addAll(to.body());
                block.end(to.end());
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isSmall(Block block) {
        return switch (block.end()) {
            case End.JumpIndirect _, End.Trap _ -> block.body().size() <= THRESHOLD;
            case End.Jump(Block to, _) -> block.body().size() <= 1 && to != block;
            case End.Branch _ -> block.body().isEmpty();
        };
    }
}
