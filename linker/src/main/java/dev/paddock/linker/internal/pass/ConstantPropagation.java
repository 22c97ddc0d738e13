package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayList;

/**
 * Computes at link time what can be: numbers, addresses, loads from read-only data, branches whose outcome is known,
 * indirect jumps whose target is.
 */
final class ConstantPropagation {
    private ConstantPropagation() {}

    static void run(Unit unit) {
        var analysis = FactAnalysis.of(unit);
        unit.blocks().forEach(block -> run(block, analysis));
    }

    private static void run(Block block, FactAnalysis analysis) {
        var facts = analysis.at(block);
        var out = new ArrayList<Instruction>(block.body().size());
        for (var instruction : block.body()) {
            analysis.folding().fold(instruction, facts).ifPresent(out::add);
            analysis.step(facts, instruction);
        }
        block.body(out);
        block.end(analysis.folding().fold(block.end(), facts));
    }
}
