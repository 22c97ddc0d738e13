package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Leads jumps, exports and addresses past blocks that only jump on. */
final class JumpThreading {
    /** Found once for each block, however long the way. */
    private final Map<Block, Block> destinations = new HashMap<>();

    private JumpThreading() {}

    static void run(Unit unit) {
        new JumpThreading().thread(unit);
    }

    private void thread(Unit unit) {
        unit.blocks().forEach(this::destination);
        for (var block : unit.blocks()) {
            block.end(thread(block.end()));
            block.body().replaceAll(this::thread);
        }
        unit.exports().forEach(export -> export.block(destination(export.block())));
        for (var section : unit.data()) {
            section.patches().replaceAll(patch -> new DataSection.Patch(
                    patch.offset(), patch.width(), thread(patch.value()), patch.minus().map(this::thread)));
        }
    }

    private End thread(End end) {
        var threaded = end.withBlocks(this::destination);
        return threaded instanceof End.Branch(_, _, _, Block taken, Block otherwise, var at) && taken == otherwise
                ? new End.Jump(taken, at)
                : threaded;
    }

    private Instruction thread(Instruction instruction) {
        return instruction instanceof Instruction.Move(_, Value.CodeAddress _, _)
                ? instruction.withValues(this::thread)
                : instruction;
    }

    private Value thread(Value value) {
        return value instanceof Value.CodeAddress(Block block) ? new Value.CodeAddress(destination(block)) : value;
    }

    /** The first block with anything in it. A ring of empty ones stays. */
    private Block destination(Block start) {
        var path = new ArrayList<Block>();
        var block = start;
        var known = destinations.get(block);
        while (known == null) {
            path.add(block);
            // Taken for its own destination until the way is known, which ends rings.
            destinations.put(block, block);
            if (!(block.body().isEmpty() && block.end() instanceof End.Jump(Block next, _))) {
                break;
            }
            block = next;
            known = destinations.get(block);
        }
        var end = known == null ? block : known;
        path.forEach(passed -> destinations.put(passed, end));
        return end;
    }
}
