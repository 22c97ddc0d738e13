package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.AddressTaken;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Unit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** Finds what is known of the bits of registers where blocks begin, whichever way control gets there. */
final class BitAnalysis {
    /** A counter loses a bit a round; after so many rounds it loses all. */
    private static final int PATIENCE = 3;

    private final boolean wide;
    private final Map<Block, BitFacts> atStart = new HashMap<>();
    private final Map<Block, Integer> changes = new HashMap<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();
    private final HashSet<Block> queued = new HashSet<>();

    private BitAnalysis(boolean wide) {
        this.wide = wide;
    }

    static BitAnalysis of(Unit unit) {
        var analysis = new BitAnalysis(unit.wide());
        var nothing = new BitFacts(unit.wide());
        unit.exports().forEach(export -> analysis.flow(export.block(), nothing));
        AddressTaken.of(unit).forEach(block -> analysis.flow(block, nothing));
        while (!analysis.queue.isEmpty()) {
            var block = analysis.queue.removeFirst();
            analysis.queued.remove(block);
            analysis.visit(block);
        }
        return analysis;
    }

    /** A copy of what is known where a block begins. */
    BitFacts at(Block block) {
        var facts = atStart.get(block);
        return facts == null ? new BitFacts(wide) : facts.copy();
    }

    private void visit(Block block) {
        var facts = at(block);
        block.body().forEach(facts::apply);
        facts.forgetTemporaries();
        switch (block.end()) {
            case End.Jump(Block to, _) -> flow(to, facts);
            case End.Branch branch -> branch(branch, facts);
            case End.JumpIndirect _, End.Trap _ -> {}
        }
    }

    private void branch(End.Branch branch, BitFacts facts) {
        int holds = facts.holds(branch.condition(), branch.a(), branch.b());
        if (holds != 0) {
            var taken = facts.copy();
            taken.assume(branch, true);
            flow(branch.taken(), taken);
        }
        if (holds != 1) {
            facts.assume(branch, false);
            flow(branch.otherwise(), facts);
        }
    }

    private void flow(Block to, BitFacts facts) {
        var former = atStart.get(to);
        boolean changed = former == null || former.meet(facts, changes.getOrDefault(to, 0) > PATIENCE);
        if (former == null) {
            atStart.put(to, facts.copy());
        }
        if (changed) {
            changes.merge(to, 1, Integer::sum);
            if (queued.add(to)) {
                queue.add(to);
            }
        }
    }
}
