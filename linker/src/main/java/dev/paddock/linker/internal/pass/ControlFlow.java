package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.AddressTaken;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Unit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who leads to whom. */
final class ControlFlow {
    private final Map<Block, Integer> predecessors = new HashMap<>();
    private final Set<Block> entries = new HashSet<>();

    ControlFlow(Unit unit) {
        unit.exports().forEach(export -> entries.add(export.block()));
        entries.addAll(AddressTaken.of(unit));
        for (var block : unit.blocks()) {
            block.end().successors().forEach(next -> predecessors.merge(next, 1, Integer::sum));
        }
    }

    /** Whether the host or a dynamic jump may enter. */
    boolean isEntry(Block block) {
        return entries.contains(block);
    }

    /** Whether control comes from one jump only. */
    boolean hasOnePredecessor(Block block) {
        return !isEntry(block) && predecessors.getOrDefault(block, 0) == 1;
    }
}
