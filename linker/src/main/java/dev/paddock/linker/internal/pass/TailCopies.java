package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets a block that ends in a jump have what it jumps to itself: the jump is saved, and so is a block, which is what gas is
 * charged for. A loop that is left from its middle gets its test at the bottom in this way.
 */
final class TailCopies {
    /** Instructions of a block that is copied, its end not counted. */
    private static final int SIZE = 8;
    /** The same for one that a loop goes back to. */
    private static final int LOOP_SIZE = 64;
    /** All copies together may have so many times fewer instructions than there were, and so many more. */
    private static final int GROWTH = 16;

    private static final int SMALL_PROGRAM = 64;

    private TailCopies() {}

    static void run(Unit unit) {
        long room = SMALL_PROGRAM + unit.blocks().stream().mapToLong(block -> block.body().size()).sum() / GROWTH;
        // What has become longer in this way is not copied again.
        Set<Block> changed = new HashSet<>();
        var heads = heads(unit);
        var facts = FactAnalysis.of(unit);
        for (var block : unit.blocks()) {
            if (room > 0
                    && block.end() instanceof End.Jump(Block to, _)
                    && to != block
                    && !changed.contains(to)
                    && !Frames.isCall(block)
                    && isTest(to)
                    && to.body().size() <= (isBack(block, to) ? LOOP_SIZE : SIZE)
                    && !(heads.contains(to) && !isBack(block, to) && isDecided(block, to, facts))) {
                room -= to.body().size();
                block.body().addAll(to.body());
                block.end(to.end());
                changed.add(block);
            }
        }
    }

    private static boolean isBack(Block from, Block to) {
        return to.number() <= from.number();
    }

    /** Whether it is known which way is taken: then a loop would be entered in its middle. */
    private static boolean isDecided(Block block, Block test, FactAnalysis analysis) {
        var facts = analysis.at(block);
        block.body().forEach(instruction -> analysis.step(facts, instruction));
        test.body().forEach(instruction -> analysis.step(facts, instruction));
        return analysis.folding().fold(test.end(), facts) instanceof End.Jump;
    }

    /** Where loops begin. */
    private static Set<Block> heads(Unit unit) {
        Set<Block> heads = new HashSet<>();
        for (var block : unit.blocks()) {
            block.end().successors().stream().filter(to -> isBack(block, to)).forEach(heads::add);
        }
        return heads;
    }

    /** Whether a block ends in a branch; but not one that stands before the dynamic jump of a switch, which has its own pass. */
    private static boolean isTest(Block block) {
        return block.end() instanceof End.Branch
                && block.end().successors().stream().noneMatch(DispatchCopies::isSwitch);
    }
}
