package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayList;

/** Removes instructions whose results nobody reads. Loads are among them: what they would trap on goes unnoticed. */
final class DeadCode {
    private DeadCode() {}

    static void run(Unit unit) {
        var liveness = Liveness.of(unit);
        unit.blocks().forEach(block -> run(block, liveness));
    }

    private static void run(Block block, Liveness liveness) {
        var kept = new ArrayList<Instruction>();
        int live = liveness.out(block) | block.end().reads();
        for (var instruction : block.body().reversed()) {
            if (!instruction.isPure() || (live & instruction.writes()) != 0) {
                kept.add(instruction);
                live = Liveness.before(instruction, live);
            }
        }
        block.body(new ArrayList<>(kept.reversed()));
    }
}
