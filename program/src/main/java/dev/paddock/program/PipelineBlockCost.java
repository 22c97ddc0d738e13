package dev.paddock.program;

import dev.paddock.program.internal.Pipeline;

/** Feeds the simulated processor: picks what it needs of each instruction from a table packed into longs. */
final class PipelineBlockCost extends BlockCost {
    private final PipelineTable table;
    private final Code code;
    private final Pipeline pipeline = new Pipeline();

    PipelineBlockCost(int loadLatency, Code code) {
        this.table = PipelineTable.of(loadLatency, code.isa());
        this.code = code;
    }

    @Override
    public void begin() {
        pipeline.begin();
    }

    @Override
    public void add(InstructionReader instruction) {
        long row = table.row(instruction.opcodeOrdinal());
        // Five choices for each operand, a nibble each: r1, r2, r3, no destination, no source.
        int choices = instruction.r1()
                | instruction.r2() << 4
                | instruction.r3() << 8
                | Pipeline.NO_DESTINATION << 12
                | Pipeline.NO_SOURCE << 16;
        int destination = choices >>> PipelineTable.destinationShift(row) & 15;
        int source1 = choices >>> PipelineTable.source1Shift(row) & 15;
        if (PipelineTable.isMove(row)) {
            pipeline.rename(destination, source1);
            return;
        }
        int source2 = choices >>> PipelineTable.source2Shift(row) & 15;
        int source3 = choices >>> PipelineTable.source3Shift(row) & 15;
        int latency = PipelineTable.latency(row);
        if (latency == PipelineTable.BRANCH) {
            latency = branchLatency(instruction);
        }
        // The copy of a two-operand machine, without branches: 1 if it is due and the registers differ.
        int copy = PipelineTable.copies(row)
                & differ(destination, source1)
                & (differ(destination, source2) | PipelineTable.copiesForFirst(row));
        pipeline.add(Pipeline.kind(latency, PipelineTable.units(row))
                | Pipeline.operands(PipelineTable.slots(row) + copy, destination, source1, source2, source3));
    }

    @Override
    public long end() {
        return pipeline.end();
    }

    private static int differ(int a, int b) {
        return -(a ^ b) >>> 31;
    }

    private int branchLatency(InstructionReader branch) {
        return hints(branch.nextPc()) || hints(branch.target()) ? 1 : 20;
    }

    /** Whether the byte there, instruction or not, is the number of a trap or an unlikely, or lies beyond the end. */
    private boolean hints(int pc) {
        if (Integer.compareUnsigned(pc, code.length()) >= 0) {
            return true;
        }
        int number = code.bytes()[pc];
        return number == table.trap() || number == table.unlikely();
    }
}
