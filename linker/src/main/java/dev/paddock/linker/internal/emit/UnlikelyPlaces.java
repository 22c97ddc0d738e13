package dev.paddock.linker.internal.emit;

import dev.paddock.program.BlockCost;
import dev.paddock.program.CodeWriter;
import dev.paddock.program.CostClass;
import dev.paddock.program.CostModel;
import dev.paddock.program.Instruction;
import dev.paddock.program.Instruction.Target;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for blocks that had better begin with {@code unlikely}: branches to them, or past which they stand, cost 1 then in
 * the pipeline model and not 20. The instruction itself takes 40, which a block that waits for memory has time for, and
 * which the way out of a loop can afford. What a block costs each way is asked of the model itself; how often it runs is
 * told by the loops around it.
 */
final class UnlikelyPlaces {
    /** What the instruction counts for: it is one of many in the models that are no pipeline. */
    private static final long ITSELF = 12;
    /** Larger programs do without. */
    private static final int LIMIT = 1_000_000;

    private static final Target NOWHERE = new Target.Index(0);

    private final List<Instruction> code;
    private final long[] weights;
    private final int[] starts;
    /** Costs of each block: as it is, with the instruction before it; then both with a branch that is foreseen. */
    private final long[][] costs;

    private final boolean[] marked;
    private final boolean[] isFixed;
    private final List<List<Integer>> branchesTo = new ArrayList<>();

    private UnlikelyPlaces(Isa isa, List<Instruction> code) {
        this.code = code;
        weights = Loops.weights(code);
        starts = IntStream.range(0, code.size())
                .filter(i -> i == 0 || code.get(i - 1).opcode().endsBlock())
                .toArray();
        marked = new boolean[starts.length];
        isFixed = new boolean[starts.length];
        for (int b = 0; b < starts.length; b++) {
            branchesTo.add(new ArrayList<>());
            var first = code.get(starts[b]).opcode();
            isFixed[b] = first == Opcode.TRAP || first == Opcode.UNLIKELY;
            marked[b] = isFixed[b];
        }
        costs = costs(isa.is64Bit() ? Isa.JAM_V1 : Isa.LATEST32);
        for (int b = 0; b < starts.length; b++) {
            for (int to : ways(b)) {
                branchesTo.get(to).add(b);
            }
        }
    }

    /** Indexes of instructions before which the hint pays. */
    static List<Integer> find(Isa isa, List<Instruction> code) {
        if (!Opcode.UNLIKELY.existsIn(isa) || code.isEmpty() || code.size() > LIMIT) {
            return List.of();
        }
        return new UnlikelyPlaces(isa, code).find();
    }

    private List<Integer> find() {
        var found = new ArrayList<Integer>();
        IntStream.range(0, starts.length)
                .boxed()
                .filter(b -> !isFixed[b] && !branchesTo.get(b).isEmpty() && (isWayOut(b) || loads(b)))
                // The ways out of loops first: they run least.
                .sorted(Comparator.comparingLong(b -> weights[starts[b]]))
                .forEach(b -> {
                    if (pays(b)) {
                        marked[b] = true;
                        found.add(starts[b]);
                    }
                });
        return found;
    }

    private boolean isWayOut(int block) {
        return branchesTo.get(block).stream().anyMatch(b -> weights[starts[b]] > weights[starts[block]]);
    }

    /**
     * Whether a block waits for memory. Those that are slow for another reason (divisions) are left alone: the naive model
     * would charge loops of few instructions for it, and gas there is to be no more than PolkaVM's linker comes to.
     */
    private boolean loads(int block) {
        return IntStream.range(starts[block], end(block)).anyMatch(i -> isLoad(code.get(i).opcode()));
    }

    private static boolean isLoad(Opcode opcode) {
        return opcode.costClass().latency(true) == CostClass.LOAD_LATENCY;
    }

    private boolean pays(int block) {
        var touched = branchesTo.get(block);
        long before = touched.contains(block) ? 0 : cost(block);
        long after = ITSELF * weights[starts[block]];
        for (int b : touched) {
            before += cost(b);
        }
        marked[block] = true;
        after += touched.contains(block) ? 0 : cost(block);
        for (int b : touched) {
            after += cost(b);
        }
        marked[block] = false;
        return after < before;
    }

    private long cost(int block) {
        boolean foreseen = Arrays.stream(ways(block)).anyMatch(to -> marked[to]);
        int variant = (marked[block] && !isFixed[block] ? 1 : 0) + (foreseen ? 2 : 0);
        return costs[block][variant] * weights[starts[block]];
    }

    private int end(int block) {
        return block + 1 < starts.length ? starts[block + 1] : code.size();
    }

    /** The blocks that the branch at the end of a block leads to, if there is one. */
    private int[] ways(int block) {
        var last = code.get(end(block) - 1);
        if (!isBranch(last) || block + 1 == starts.length) {
            return new int[0];
        }
        int target = Arrays.binarySearch(starts, ((Target.Index) last.target().orElseThrow()).index());
        return target < 0 ? new int[] {block + 1} : target == block + 1 ? new int[] {target} : new int[] {block + 1, target};
    }

    private static boolean isBranch(Instruction instruction) {
        return instruction.target().isPresent()
                && instruction.opcode() != Opcode.JUMP
                && instruction.opcode() != Opcode.LOAD_IMM_AND_JUMP;
    }

    /** All variants of all blocks, one after the other in a program of their own, with a block of one instruction between. */
    private long[][] costs(Isa isa) {
        var all = new ArrayList<Instruction>();
        all.add(Instruction.of(Opcode.FALLTHROUGH));
        for (int b = 0; b < starts.length; b++) {
            for (int variant = 0; variant < 4; variant++) {
                if ((variant & 1) != 0) {
                    all.add(Instruction.of(Opcode.UNLIKELY));
                }
                for (int i = starts[b]; i < end(b); i++) {
                    all.add(plain(isa, code.get(i)));
                }
                if (!all.getLast().opcode().endsBlock()) {
                    all.add(Instruction.of(Opcode.TRAP));
                }
                // What stands behind a branch tells whether it is foreseen.
                all.add(Instruction.of((variant & 2) != 0 ? Opcode.TRAP : Opcode.FALLTHROUGH));
            }
        }
        all.add(Instruction.of(Opcode.TRAP));
        var written = CodeWriter.write(isa, all);
        var program = Program.parse(
                new ProgramWriter(isa).code(written.code(), written.bitmask()).write());
        var reader = new InstructionReader(program.code());
        var model = BlockCost.of(CostModel.PIPELINE_L2, program.code());
        var result = new long[starts.length][4];
        next(reader, model);
        for (long[] block : result) {
            for (int variant = 0; variant < block.length; variant++) {
                block[variant] = next(reader, model);
                next(reader, model);
            }
        }
        return result;
    }

    private static long next(InstructionReader reader, BlockCost model) {
        model.begin();
        while (reader.next()) {
            model.add(reader);
            if (reader.endsBlock()) {
                break;
            }
        }
        return model.end();
    }

    /** An instruction that costs the same in an instruction set that may lack the one given, and leads to the start. */
    private static Instruction plain(Isa isa, Instruction instruction) {
        if (!instruction.opcode().existsIn(isa)) {
            return Instruction.of(Opcode.ECALLI);
        }
        return instruction.target().isPresent() ? instruction.withTarget(NOWHERE) : instruction;
    }
}
