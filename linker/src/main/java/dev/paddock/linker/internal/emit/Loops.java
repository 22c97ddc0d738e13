package dev.paddock.linker.internal.emit;

import dev.paddock.program.Instruction;
import dev.paddock.program.Opcode;
import java.util.List;

/** How often code runs, for all we know: what lies between a jump backwards and its target is taken for a loop. */
final class Loops {
    /** How much more often a loop runs than what is around it; and how deep loops are told apart. */
    private static final int LOOP_WEIGHT = 8;

    private static final int DEEPEST = 5;
    private static final Instruction.Target FORWARD = new Instruction.Target.Index(Integer.MAX_VALUE);

    private Loops() {}

    /** A weight for each instruction; 1 outside of loops. */
    static long[] weights(List<Instruction> instructions) {
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
}
