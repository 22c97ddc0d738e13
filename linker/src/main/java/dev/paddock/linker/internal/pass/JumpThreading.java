package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.HashSet;

/** Leads jumps, exports and addresses past blocks that only jump on. */
final class JumpThreading {
    private JumpThreading() {}

    static void run(Unit unit) {
        for (var block : unit.blocks()) {
            block.end(thread(block.end()));
            block.body().replaceAll(JumpThreading::thread);
        }
        unit.exports().forEach(export -> export.block(destination(export.block())));
        for (var section : unit.data()) {
            section.patches().replaceAll(patch -> new dev.paddock.linker.internal.ir.DataSection.Patch(
                    patch.offset(), patch.width(), thread(patch.value()), patch.minus().map(JumpThreading::thread)));
        }
    }

    private static End thread(End end) {
        var threaded = end.withBlocks(JumpThreading::destination);
        return threaded instanceof End.Branch(_, _, _, Block taken, Block otherwise, var at) && taken == otherwise
                ? new End.Jump(taken, at)
                : threaded;
    }

    private static Instruction thread(Instruction instruction) {
        return instruction instanceof Instruction.Move(_, Value.CodeAddress _, _)
                ? instruction.withValues(JumpThreading::thread)
                : instruction;
    }

    private static Value thread(Value value) {
        return value instanceof Value.CodeAddress(Block block) ? new Value.CodeAddress(destination(block)) : value;
    }

    /** The first block with anything in it. A ring of empty ones stays. */
    private static Block destination(Block start) {
        var block = start;
        var seen = new HashSet<Block>();
        while (block.body().isEmpty() && block.end() instanceof End.Jump(Block next, _)) {
            if (!seen.add(block)) {
                return start;
            }
            block = next;
        }
        return block;
    }
}
