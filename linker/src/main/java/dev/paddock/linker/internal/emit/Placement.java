package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.program.CodeWriter;
import dev.paddock.program.Instruction;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
    /** By how many bytes another order may be longer. */
    private static final int ROOM = 8;

    private final Isa isa;
    private final InstructionSelector selector;
    private final Set<Block> entries;
    private final List<Block> dispatchTable;

    /** Code that has been laid out. {@code cost} is how many bytes of padding control may run through, and how often. */
    record Placed(CodeEmitter emitter, List<Instruction> instructions, CodeWriter.Written code, long cost) {}

    Placement(Isa isa, InstructionSelector selector, Set<Block> entries, List<Block> dispatchTable) {
        this.isa = isa;
        this.selector = selector;
        this.entries = entries;
        this.dispatchTable = dispatchTable;
    }

    /** Marks the blocks that had better say that control hardly ever gets there. */
    void markUnlikely(List<Block> blocks) {
        var emitter = emitter(blocks);
        var places = new HashSet<>(UnlikelyPlaces.find(isa, emitter.emit()));
        for (var block : blocks) {
            if (places.contains(emitter.positionOf(block))) {
                block.markUnlikely();
            }
        }
    }

    private CodeEmitter emitter(List<Block> blocks) {
        var emitter = new CodeEmitter(selector, blocks, entries);
        emitter.dispatch(dispatchTable);
        return emitter;
    }

    Placed place(List<Block> blocks, boolean movesPadding) {
        var best = lay(blocks);
        if (!movesPadding) {
            return best;
        }
        var chains = chains(blocks);
        long attempts = BUDGET / best.instructions().size();
        // The chain with the dearest padding moves when one of the others changes sides; the nearest keep jumps short.
        for (int worst = worst(best, chains); best.cost() > 0 && attempts > 0 && worst >= 0; ) {
            var better = best;
            for (int distance = 1; distance < chains.size() && attempts > 0 && better == best; distance++) {
                for (int other : new int[] {worst + distance, worst - distance}) {
                    if (other < 0 || other >= chains.size() || better != best) {
                        continue;
                    }
                    attempts--;
                    chains.add(worst, chains.remove(other));
                    var tried = lay(chains.stream().flatMap(List::stream).toList());
                    if (tried.cost() < best.cost() && tried.code().code().length <= best.code().code().length + ROOM) {
                        better = tried;
                    } else {
                        chains.add(other, chains.remove(worst));
                    }
                }
            }
            if (better == best) {
                return best;
            }
            best = better;
            worst = worst(best, chains);
        }
        return best;
    }

    /** The chain in which control runs through the dearest padding, or -1. */
    private static int worst(Placed placed, List<List<Block>> chains) {
        int at = dearest(placed.instructions(), placed.code());
        int worst = -1;
        for (int i = 0; i < chains.size() && at >= 0; i++) {
            if (placed.emitter().positionOf(chains.get(i).getFirst()) <= at) {
                worst = i;
            }
        }
        return worst;
    }

    private Placed lay(List<Block> blocks) {
        var emitter = emitter(blocks);
        var instructions = emitter.emit();
        // The last one needs no certain length.
        var code = CodeWriter.write(isa, instructions, Math.max(0, dispatchTable.size() - 1));
        return new Placed(emitter, instructions, code, cost(instructions, code));
    }

    private static long cost(List<Instruction> instructions, CodeWriter.Written code) {
        long[] weights = new long[0];
        long cost = 0;
        for (int i = 0; i + 1 < instructions.size(); i++) {
            int padding = padding(instructions, code, i);
            if (padding > 0) {
                weights = weights.length == 0 ? Loops.weights(instructions) : weights;
                cost += padding * weights[i];
            }
        }
        return cost;
    }

    /** The instruction behind which control runs through the dearest padding, or -1. */
    private static int dearest(List<Instruction> instructions, CodeWriter.Written code) {
        var weights = Loops.weights(instructions);
        int dearest = -1;
        for (int i = 0; i + 1 < instructions.size(); i++) {
            int padding = padding(instructions, code, i);
            if (padding > 0 && (dearest < 0 || padding * weights[i] > padding(instructions, code, dearest) * weights[dearest])) {
                dearest = i;
            }
        }
        return dearest;
    }

    /** Bytes of padding behind an instruction that control runs through. */
    private static int padding(List<Instruction> instructions, CodeWriter.Written code, int i) {
        return continues(instructions.get(i).opcode()) ? code.positions()[i + 1] - code.positions()[i] - code.lengths()[i] : 0;
    }

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
