package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets every block that jumps to the dynamic jump of a switch have that jump itself: machines whose instructions come in
 * sequences then foresee the next one by where they are, and the jump to the one place is saved. A test that leads to the
 * dynamic jump, as for numbers beyond the table, is copied with it. Returns are left alone.
 */
final class DispatchCopies {
    /** Instructions that are copied, ends not counted. */
    private static final int SIZE = 12;
    /** What was copied may be copied again with what stands before it. */
    private static final int ROUNDS = 2;
    /** Instructions that all copies may have together. */
    private static final int GROWTH = 4000;

    private final Unit unit;
    private int grown;

    private DispatchCopies(Unit unit) {
        this.unit = unit;
    }

    static void run(Unit unit) {
        var pass = new DispatchCopies(unit);
        for (int round = 0; round < ROUNDS; round++) {
            pass.copy();
        }
    }

    private void copy() {
        // As they are now: what becomes a copy in this round is looked at in the next.
        Set<Block> switches = new HashSet<>();
        unit.blocks().stream().filter(DispatchCopies::isSwitch).forEach(switches::add);
        Set<Block> heads = new HashSet<>(switches);
        unit.blocks().stream().filter(block -> tested(block, switches).isPresent()).forEach(heads::add);
        var out = new ArrayList<Block>();
        for (var block : unit.blocks()) {
            out.add(block);
            if (block.end() instanceof End.Jump(Block to, _)
                    && to != block
                    && heads.contains(to)
                    && !heads.contains(block)
                    && grown < GROWTH) {
                append(block, to, switches).ifPresent(out::add);
            }
        }
        unit.blocks().clear();
        unit.blocks().addAll(out);
    }

    static boolean isSwitch(Block block) {
        return block.end() instanceof End.JumpIndirect(Value.Reg(int base), _)
                && base != Value.Reg.RA
                && !Frames.isCall(block)
                && block.body().size() <= SIZE;
    }

    /** The switch that a block leads to after a test, if both are small. */
    private static Optional<Block> tested(Block block, Set<Block> switches) {
        return block.end() instanceof End.Branch(_, _, _, Block taken, Block otherwise, _)
                ? Optional.of(switches.contains(taken) ? taken : otherwise)
                        .filter(to -> switches.contains(to) && switches.contains(taken) != switches.contains(otherwise))
                        .filter(to -> block.body().size() + to.body().size() <= SIZE)
                : Optional.empty();
    }

    /** Copies what a block jumps to; returns the switch behind the test as a block of its own. */
    private Optional<Block> append(Block block, Block head, Set<Block> switches) {
        block.body().addAll(head.body());
        grown += head.body().size();
        if (switches.contains(head)) {
            block.end(head.end());
            return Optional.empty();
        }
        var original = tested(head, switches).orElseThrow();
        var copy = new Block(original.number());
        copy.body(new ArrayList<>(original.body()));
        copy.end(original.end());
        grown += copy.body().size();
        block.end(head.end().withBlocks(to -> to == original ? copy : to));
        return Optional.of(copy);
    }
}
