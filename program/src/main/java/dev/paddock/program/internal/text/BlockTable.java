package dev.paddock.program.internal.text;

import dev.paddock.program.BlockCost;
import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import java.util.Arrays;
import java.util.Optional;

/** The basic blocks of a program in order, with their costs if asked. */
final class BlockTable {
    private int[] starts = new int[64];
    private long[] costs = new long[64];
    private int count;
    private int instructions;

    BlockTable(Code code, Optional<CostModel> model) {
        var cost = BlockCost.of(model.orElse(CostModel.NAIVE), code);
        var reader = new InstructionReader(code);
        while (reader.next()) {
            instructions++;
            if (reader.startsBlock()) {
                add(reader.pc());
                cost.begin();
            }
            cost.add(reader);
            if (reader.endsBlock()) {
                costs[count - 1] = cost.end();
            }
        }
    }

    private void add(int start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            costs = Arrays.copyOf(costs, 2 * count);
        }
        starts[count++] = start;
    }

    int instructions() {
        return instructions;
    }

    /** Number of the block that starts at a position, or -1. */
    int numberOf(int pc) {
        return Math.max(-1, Arrays.binarySearch(starts, 0, count, pc));
    }

    long cost(int number) {
        return costs[number];
    }
}
