package dev.paddock.program;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a program.
 *
 * @param instructions in a linear walk, invalid ones included
 * @param blocks basic blocks
 * @param codeSize bytes
 * @param roDataSize bytes, with the zeros after the initial ones; likewise {@code rwDataSize}
 * @param histogram how often each instruction occurs; those that do not are missing
 * @param blockGas what the blocks cost
 */
public record ProgramStats(
        Isa isa,
        int instructions,
        int blocks,
        int codeSize,
        int jumpTableLength,
        int imports,
        int exports,
        long roDataSize,
        long rwDataSize,
        long stackSize,
        Map<Opcode, Integer> histogram,
        BlockGas blockGas) {
    /** Gas per block: all values 0 if there are no blocks. */
    public record BlockGas(CostModel model, long least, long median, long most, long total) {}

    /** How often an instruction occurs. */
    public record Count(Opcode opcode, int occurrences) {}

    public ProgramStats {
        histogram = Map.copyOf(histogram);
    }

    /** Walks the code once. */
    public static ProgramStats of(Program program, CostModel model) {
        var walk = new Walk(program.code(), model);
        return new ProgramStats(
                program.isa(),
                walk.instructions,
                walk.blocks,
                program.code().length(),
                program.code().jumpTableLength(),
                program.imports().size(),
                program.exports().size(),
                program.roDataSize(),
                program.rwDataSize(),
                program.stackSize(),
                walk.histogram(),
                walk.gas(model));
    }

    /** The histogram, most frequent first; in the table's order where equal. */
    public List<Count> mostFrequent() {
        return histogram.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Count::occurrences).reversed().thenComparing(Count::opcode))
                .toList();
    }

    private static final class Walk {
        private final int[] occurrences = new int[Opcode.values().length];
        private long[] costs = new long[64];
        private int instructions;
        private int blocks;

        Walk(Code code, CostModel model) {
            var cost = BlockCost.of(model, code);
            var reader = new InstructionReader(code);
            while (reader.next()) {
                if (reader.startsBlock()) {
                    cost.begin();
                }
                cost.add(reader);
                instructions++;
                occurrences[reader.opcodeOrdinal()]++;
                if (reader.endsBlock()) {
                    add(cost.end());
                }
            }
        }

        private void add(long cost) {
            if (blocks == costs.length) {
                costs = Arrays.copyOf(costs, 2 * blocks);
            }
            costs[blocks++] = cost;
        }

        private Map<Opcode, Integer> histogram() {
            var histogram = new EnumMap<Opcode, Integer>(Opcode.class);
            for (var opcode : Opcode.values()) {
                if (occurrences[opcode.ordinal()] != 0) {
                    histogram.put(opcode, occurrences[opcode.ordinal()]);
                }
            }
            return histogram;
        }

        private BlockGas gas(CostModel model) {
            var sorted = Arrays.copyOf(costs, blocks);
            Arrays.sort(sorted);
            return blocks == 0
                    ? new BlockGas(model, 0, 0, 0, 0)
                    : new BlockGas(
                            model, sorted[0], sorted[blocks / 2], sorted[blocks - 1], Arrays.stream(sorted).sum());
        }
    }
}
