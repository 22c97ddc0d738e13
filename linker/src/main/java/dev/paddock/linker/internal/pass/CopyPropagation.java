package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayList;

/** Reads the register that a value comes from rather than one it was copied to; copies nobody reads are then dead. */
final class CopyPropagation {
    private CopyPropagation() {}

    static void run(Unit unit) {
        var analysis = FactAnalysis.of(unit);
        unit.blocks().forEach(block -> run(block, analysis));
    }

    private static void run(Block block, FactAnalysis analysis) {
        var facts = analysis.at(block);
        var out = new ArrayList<Instruction>(block.body().size());
        for (var instruction : block.body()) {
            if (!isNothing(instruction, facts)) {
                out.add(instruction.withValues(facts::copied));
            }
            analysis.step(facts, instruction);
        }
        block.body(out);
        block.end(block.end().withValues(facts::copied));
    }

    /** Whether it moves into a register what that holds already. */
    private static boolean isNothing(Instruction instruction, Facts facts) {
        if (!(instruction instanceof Instruction.Move move)) {
            return false;
        }
        var value = facts.origin(move.value());
        return value.equals(facts.of(move.d()));
    }
}
