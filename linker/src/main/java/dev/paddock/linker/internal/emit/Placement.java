package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.program.CodeWriter;
import dev.paddock.program.Instruction;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Lays code out. In latest64 no instruction crosses a multiple of 1,024 bytes; where one would, padding comes before it,
 * which control has to pay for unless it never gets there. So chains of blocks are exchanged until padding lies behind
 * jumps only, or until that has taken long enough.
 */
final class Placement {
    /** Instructions laid out in all attempts together. */
    private static final long BUDGET = 400_000;

    private final Isa isa;
    private final InstructionSelector selector;
    private final Set<Block> entries;
    private final List<Block> dispatchTable;

    /** How much more often a loop runs than what is around it, for all we know; and how deep loops are told apart. */
    private static final int LOOP_WEIGHT = 8;

    private static final int DEEPEST = 5;

    /** Code that has been laid out. {@code cost} is how many bytes of padding control may run through, and how often. */
    record Placed(CodeEmitter emitter, List<Instruction> instructions, CodeWriter.Written code, long cost) {}

    Placement(Isa isa, InstructionSelector selector, Set<Block> entries, List<Block> dispatchTable) {
        this.isa = isa;
        this.selector = selector;
        this.entries = entries;
        this.dispatchTable = dispatchTable;
    }

    Placed place(List<Block> blocks, boolean movesPadding) {
        var best = lay(blocks);
        if (!movesPadding) {
            return best;
        }
        var chains = chains(blocks);
        long attempts = BUDGET / best.instructions().size();
        // Each chain changes places with one near it; the nearest keep jumps short.
        for (int distance = 1; best.cost() > 0 && distance < chains.size() && attempts > 0; distance++) {
            for (int at = 0; at + distance < chains.size() && best.cost() > 0 && attempts > 0; at++, attempts--) {
                Collections.swap(chains, at, at + distance);
                var other = lay(chains.stream().flatMap(List::stream).toList());
                if (other.cost() < best.cost() && other.code().code().length <= best.code().code().length + 8) {
                    best = other;
                } else {
                    Collections.swap(chains, at, at + distance);
                }
            }
        }
        return best;
    }

    private Placed lay(List<Block> blocks) {
        var emitter = new CodeEmitter(selector, blocks, entries);
        emitter.dispatch(dispatchTable);
        var instructions = emitter.emit();
        // The last one needs no certain length.
        var code = CodeWriter.write(isa, instructions, Math.max(0, dispatchTable.size() - 1));
        return new Placed(emitter, instructions, code, cost(instructions, code));
    }

    private static long cost(List<Instruction> instructions, CodeWriter.Written code) {
        long cost = 0;
        long[] weights = new long[0];
        for (int i = 0; i + 1 < instructions.size(); i++) {
            int padding = code.positions()[i + 1] - code.positions()[i] - code.lengths()[i];
            if (padding > 0 && continues(instructions.get(i).opcode())) {
                weights = weights.length == 0 ? weights(instructions) : weights;
                cost += padding * weights[i];
            }
        }
        return cost;
    }

    /** How often each instruction runs: what lies between a jump backwards and its target is taken for a loop. */
    private static long[] weights(List<Instruction> instructions) {
        int[] change = new int[instructions.size() + 1];
        for (int i = 0; i < instructions.size(); i++) {
            var instruction = instructions.get(i);
            // What loads an address on its way is a call.
            if (instruction.opcode() != Opcode.LOAD_IMM_AND_JUMP
                    && instruction.target().orElse(FORWARD) instanceof Instruction.Target.Index(int to)
                    && to <= i) {
                change[to]++;
                change[i + 1]--;
            }
        }
        long[] weights = new long[instructions.size()];
        int depth = 0;
        for (int i = 0; i < weights.length; i++) {
            depth += change[i];
            weights[i] = (long) Math.pow(LOOP_WEIGHT, Math.min(depth, DEEPEST));
        }
        return weights;
    }

    private static final Instruction.Target FORWARD = new Instruction.Target.Index(Integer.MAX_VALUE);

    private static boolean continues(Opcode opcode) {
        return switch (opcode) {
            case TRAP, JUMP, JUMP_INDIRECT, LOAD_IMM_AND_JUMP, LOAD_IMM_AND_JUMP_INDIRECT -> false;
            default -> true;
        };
    }

    /** Runs of blocks of which each falls into the next. */
    private static List<List<Block>> chains(List<Block> blocks) {
        var chains = new ArrayList<List<Block>>();
        List<Block> chain = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            chain.add(blocks.get(i));
            if (i + 1 == blocks.size() || !fallsInto(blocks.get(i).end(), blocks.get(i + 1))) {
                chains.add(chain);
                chain = new ArrayList<>();
            }
        }
        return chains;
    }

    private static boolean fallsInto(End end, Block next) {
        return end.successors().contains(next);
    }
}
