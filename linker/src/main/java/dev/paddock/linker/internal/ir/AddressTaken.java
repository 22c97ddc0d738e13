package dev.paddock.linker.internal.ir;

import java.util.LinkedHashSet;
import java.util.Set;

/** The blocks that dynamic jumps may lead to: those whose address code or data holds. */
public final class AddressTaken {
    private AddressTaken() {}

    public static Set<Block> of(Unit unit) {
        var blocks = new LinkedHashSet<Block>();
        for (var block : unit.blocks()) {
            // Loads and stores as well: a program may take code for data, and whatever is named needs a number.
            block.body().forEach(instruction -> instruction.withValues(value -> seen(blocks, value)));
            block.end().withValues(value -> seen(blocks, value));
        }
        for (var section : unit.data()) {
            for (var patch : section.patches()) {
                seen(blocks, patch.value());
                patch.minus().ifPresent(value -> seen(blocks, value));
            }
        }
        return blocks;
    }

    private static Value seen(Set<Block> blocks, Value value) {
        if (value instanceof Value.CodeAddress(Block block)) {
            blocks.add(block);
        }
        return value;
    }
}
