package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.AddressTaken;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Finds the facts that hold where blocks begin, whichever way control gets there. Nothing is known where the host or a
 * dynamic jump may enter. Blocks that control does not reach have no facts.
 */
final class FactAnalysis {
    private final Folding folding;
    private final Map<Block, Facts> atStart = new HashMap<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();
    private final HashSet<Block> queued = new HashSet<>();

    private FactAnalysis(Folding folding) {
        this.folding = folding;
    }

    static FactAnalysis of(Unit unit) {
        var analysis = new FactAnalysis(new Folding(unit));
        unit.exports().forEach(export -> analysis.flow(export.block(), Facts.nothing()));
        AddressTaken.of(unit).forEach(block -> analysis.flow(block, Facts.nothing()));
        while (!analysis.queue.isEmpty()) {
            var block = analysis.queue.removeFirst();
            analysis.queued.remove(block);
            analysis.visit(block);
        }
        return analysis;
    }

    /** A copy of what is known where a block begins. */
    Facts at(Block block) {
        var facts = atStart.get(block);
        return facts == null ? Facts.nothing() : facts.copy();
    }

    Folding folding() {
        return folding;
    }

    private void visit(Block block) {
        var facts = at(block);
        for (var instruction : block.body()) {
            step(facts, instruction);
        }
        facts.forgetTemporaries();
        if (folding.fold(block.end(), facts) instanceof End.Jump(Block to, _)) {
            flow(to, facts);
        } else {
            block.end().successors().forEach(next -> flow(next, facts));
        }
    }

    /** Moves facts from before an instruction to behind it. */
    void step(Facts facts, Instruction instruction) {
        facts.apply(instruction, folding.result(instruction, facts));
    }

    private void flow(Block to, Facts facts) {
        var former = atStart.get(to);
        boolean changed = former == null || former.meet(facts);
        if (former == null) {
            atStart.put(to, facts.copy());
        }
        if (changed && queued.add(to)) {
            queue.add(to);
        }
    }
}
