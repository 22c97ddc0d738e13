package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/** Removes the blocks and the sections of data that nothing reaches from the exports. */
final class Reachability {
    private final Set<Block> blocks = new HashSet<>();
    private final Set<DataSection> data = new HashSet<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();

    private Reachability() {}

    static void run(Unit unit) {
        var reached = new Reachability();
        unit.exports().forEach(export -> reached.reach(export.block()));
        reached.follow();
        unit.blocks().removeIf(block -> !reached.blocks.contains(block));
        unit.data().removeIf(section -> !reached.data.contains(section));
    }

    private void follow() {
        while (!queue.isEmpty()) {
            var block = queue.removeLast();
            for (var instruction : block.body()) {
                instruction.withValues(this::reach);
            }
            block.end().withValues(this::reach);
            block.end().successors().forEach(this::reach);
        }
    }

    private void reach(Block block) {
        if (blocks.add(block)) {
            queue.add(block);
        }
    }

    private Value reach(Value value) {
        switch (value) {
            case Value.CodeAddress(Block block) -> reach(block);
            case Value.DataAddress(DataSection section, _) -> reach(section);
            case Value.Reg _, Value.Const _, Value.HeapBase _ -> {}
        }
        return value;
    }

    private void reach(DataSection section) {
        if (data.add(section)) {
            for (var patch : section.patches()) {
                reach(patch.value());
                patch.minus().ifPresent(this::reach);
            }
        }
    }
}
