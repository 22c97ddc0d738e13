package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The blocks from which nothing returns: what is left of them is a trap, or goes round for ever. A call returns if both
 * the function does and what comes behind the call.
 */
final class ColdBlocks {
    private final Set<Block> alive = new HashSet<>();
    private final Map<Block, List<Block>> waiting = new HashMap<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();

    private ColdBlocks() {}

    /** Every block of which nothing returns. */
    static Set<Block> of(Unit unit) {
        var search = new ColdBlocks();
        for (var block : unit.blocks()) {
            block.end().successors().forEach(next -> search.wait(block, next));
            returnAddress(block).ifPresent(next -> search.wait(block, next));
            search.look(block);
        }
        while (!search.queue.isEmpty()) {
            search.waiting.getOrDefault(search.queue.removeFirst(), List.of()).forEach(search::look);
        }
        var cold = new HashSet<>(unit.blocks());
        cold.removeAll(search.alive);
        return cold;
    }

    private void wait(Block block, Block next) {
        waiting.computeIfAbsent(next, _ -> new ArrayList<>()).add(block);
    }

    private void look(Block block) {
        if (!alive.contains(block) && returns(block)) {
            alive.add(block);
            queue.add(block);
        }
    }

    private boolean returns(Block block) {
        boolean behind = returnAddress(block).map(alive::contains).orElse(true);
        return switch (block.end()) {
            case End.Trap _ -> false;
            case End.JumpIndirect _ -> behind;
            case End.Jump(Block to, _) -> behind && alive.contains(to);
            case End.Branch(_, _, _, Block taken, Block otherwise, _) -> alive.contains(taken) || alive.contains(otherwise);
        };
    }

    /** Where a call at the end of a block comes back to. */
    private static Optional<Block> returnAddress(Block block) {
        if (block.end() instanceof End.Branch) {
            return Optional.empty();
        }
        for (var instruction : block.body().reversed()) {
            if ((instruction.writes() & 1 << Value.Reg.RA) != 0) {
                return instruction instanceof Instruction.Move(_, Value.CodeAddress(Block to), _)
                        ? Optional.of(to)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
