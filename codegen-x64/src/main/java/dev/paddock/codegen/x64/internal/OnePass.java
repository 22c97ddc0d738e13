package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.BlockCost;
import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import org.jspecify.annotations.Nullable;

/**
 * The pass over the code: block by block, each instruction decoded, costed and emitted once. Only a block that costs
 * more than its short charge can say is done a second time; the whole stays linear.
 */
public final class OnePass {
    private final Encoder out = new Encoder();
    private final BlockTable blocks = new BlockTable();
    private final ConstantPool pool = new ConstantPool();
    private final GasCharge charge = new GasCharge(out, pool);
    private final MemsetStub memset = new MemsetStub();
    private final InstructionTable table64 = new InstructionTable(out, blocks, Encoder.W64);
    private final InstructionTable table32 = new InstructionTable(out, blocks, Encoder.W32);

    private int instructionCount;
    private int blockCount;
    private int codeEnd;

    public Encoder out() {
        return out;
    }

    public BlockTable blocks() {
        return blocks;
    }

    public MemsetStub memset() {
        return memset;
    }

    /** Guest instructions of the last compilation. */
    public int instructionCount() {
        return instructionCount;
    }

    /** Basic blocks of the last compilation. */
    public int blockCount() {
        return blockCount;
    }

    /** Where the instructions of the last compilation end and its constants begin. */
    public int codeEnd() {
        return codeEnd;
    }

    /** Compiles into the opened {@link #out}. Returns the size of the code, constants included. */
    public int compile(Code code, CompilerOptions options, @Nullable Recorder recorder) {
        var table = code.isa().is64Bit() ? table64 : table32;
        blocks.begin(code.length());
        pool.begin();
        charge.begin(options.metering());
        memset.emit(out, options.metering());
        table.begin(code, options.sortedOneWayImports());
        instructionCount = 0;
        blockCount = 0;
        var reader = new InstructionReader(code);
        if (options.costModel() == CostModel.NAIVE || !options.isMetered()) {
            compileCounting(reader, table, recorder);
        } else {
            compileCosting(reader, table, BlockCost.of(options.costModel(), code), recorder);
        }
        codeEnd = out.position();
        blocks.resolve(out);
        pool.write(out);
        return out.position();
    }

    /** The naive model: a block costs the number of its instructions. */
    private void compileCounting(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        while (reader.next()) {
            int pc = reader.pc();
            int waiting = blocks.waiting();
            int start = beginBlock(pc, false, recorder);
            int count = emitBlock(reader, table, recorder);
            if (!charge.endBlock(count)) {
                again(reader, table, recorder, pc, start, waiting);
                charge.endBlock(count);
            }
            endBlock(count, count, recorder);
        }
    }

    /** Any other model. */
    private void compileCosting(
            InstructionReader reader, InstructionTable table, BlockCost cost, @Nullable Recorder recorder) {
        while (reader.next()) {
            int pc = reader.pc();
            int waiting = blocks.waiting();
            int start = beginBlock(pc, false, recorder);
            int count = 0;
            cost.begin();
            do {
                emit(reader, table, recorder);
                cost.add(reader);
                count++;
            } while (!reader.endsBlock() && reader.next());
            int total = Math.toIntExact(cost.end());
            if (!charge.endBlock(total)) {
                again(reader, table, recorder, pc, start, waiting);
                charge.endBlock(total);
            }
            endBlock(count, total, recorder);
        }
    }

    /** The block from {@code pc} once more, with the wide form of its charge. */
    private void again(
            InstructionReader reader,
            InstructionTable table,
            @Nullable Recorder recorder,
            int pc,
            int start,
            int waiting) {
        out.rewind(start);
        blocks.rewind(waiting);
        if (recorder != null) {
            recorder.dropBlock();
        }
        table.emission().beginBlock();
        reader.moveTo(pc);
        reader.next();
        beginBlock(pc, true, recorder);
        emitBlock(reader, table, recorder);
    }

    private int beginBlock(int pc, boolean forLargeCost, @Nullable Recorder recorder) {
        int start = out.position();
        blocks.set(pc, start);
        if (recorder != null) {
            recorder.beginBlock(pc, start);
        }
        charge.beginBlock(forLargeCost);
        return start;
    }

    private int emitBlock(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        int count = 0;
        do {
            emit(reader, table, recorder);
            count++;
        } while (!reader.endsBlock() && reader.next());
        return count;
    }

    private void emit(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        out.reserve(InstructionTable.LONGEST);
        if (recorder != null) {
            recorder.add(reader.pc(), out.position(), table.emission().upperHalfIsPending(reader.pc()));
            table.emit(reader);
            if (table.emission().isJoined(reader.pc())) {
                recorder.join(out.position());
            }
        } else {
            table.emit(reader);
        }
    }

    private void endBlock(int instructions, int cost, @Nullable Recorder recorder) {
        instructionCount += instructions;
        blockCount++;
        if (recorder != null) {
            recorder.endBlock(cost);
        }
    }
}
