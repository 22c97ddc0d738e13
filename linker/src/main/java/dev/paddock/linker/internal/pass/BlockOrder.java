package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Orders blocks so that as many jumps as possible fall through. What the compiler put next stays next where it can be:
 * it knew which way is likely. Where asked to, blocks from which nothing returns go behind all others: they part what
 * belongs together.
 */
final class BlockOrder {
    private final Map<Block, Block> next = new HashMap<>();
    private final Map<Block, Block> previous = new HashMap<>();
    /** Ends of chains: from the first block of each to its last and back. */
    private final Map<Block, Block> other = new HashMap<>();

    private BlockOrder(List<Block> blocks) {
        blocks.forEach(block -> other.put(block, block));
    }

    static void run(Unit unit) {
        var sorted = order(unit.blocks());
        unit.blocks().clear();
        unit.blocks().addAll(sorted);
    }

    /** Puts cold blocks behind the others, and both in order. */
    static void runApart(Unit unit) {
        var cold = ColdBlocks.of(unit);
        var sorted = new ArrayList<>(order(unit.blocks().stream().filter(block -> !cold.contains(block)).toList()));
        sorted.addAll(order(unit.blocks().stream().filter(cold::contains).toList()));
        unit.blocks().clear();
        unit.blocks().addAll(sorted);
    }

    private static List<Block> order(List<Block> blocks) {
        var order = new BlockOrder(blocks);
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i).end().successors().contains(blocks.get(i + 1))) {
                order.link(blocks.get(i), blocks.get(i + 1));
            }
        }
        for (var block : blocks) {
            if (block.end() instanceof End.Branch(_, _, _, _, Block otherwise, _)) {
                order.link(block, otherwise);
            }
        }
        for (var block : blocks) {
            if (block.end() instanceof End.Jump(Block to, _)) {
                order.link(block, to);
            }
        }
        for (var block : blocks) {
            if (block.end() instanceof End.Branch(_, _, _, Block taken, _, _)) {
                order.link(block, taken);
            }
        }
        return order.chains(blocks);
    }

    /** Puts one block behind another if both places are free and no ring comes of it. */
    private void link(Block from, Block to) {
        boolean isElsewhere = !other.containsKey(to);
        if (isElsewhere || next.containsKey(from) || previous.containsKey(to) || from == to || other.get(from) == to) {
            return;
        }
        next.put(from, to);
        previous.put(to, from);
        var first = Objects.requireNonNull(other.get(from));
        var last = Objects.requireNonNull(other.get(to));
        other.put(first, last);
        other.put(last, first);
    }

    private List<Block> chains(List<Block> blocks) {
        var sorted = new ArrayList<Block>(blocks.size());
        Set<Block> placed = new HashSet<>();
        for (var block : blocks) {
            var first = block;
            while (!placed.contains(first) && previous.get(first) instanceof Block before) {
                first = before;
            }
            for (Block b = first; b != null && placed.add(b); b = next.get(b)) {
                sorted.add(b);
            }
        }
        return sorted;
    }
}
