package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.BlockCost;
import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import org.jspecify.annotations.Nullable;

/**
 * The pass over the code: block by block, each instruction decoded, costed and emitted once. Done a second time are a
 * block that costs more than its short charge can say, and a small loop that lies in one cache line more than it has to;
 * no instruction twice for either, so the whole stays linear.
 */
public final class OnePass {
    /** Loops of at most so many bytes are moved to the next cache line, if they lie in one more than they have to. */
    private static final int SMALL_LOOP = 128;

    private static final int CACHE_LINE = 64;

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
    /** Null if a block costs the number of its instructions. */
    private @Nullable BlockCost cost;
    /** Where the last loop that was moved ends. */
    private int movedEnd;

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
        table.begin(code, options);
        instructionCount = 0;
        blockCount = 0;
        movedEnd = 0;
        var reader = new InstructionReader(code);
        boolean counts = options.costModel() == CostModel.NAIVE || !options.isMetered();
        cost = counts ? null : BlockCost.of(options.costModel(), code);
        while (reader.next()) {
            block(reader, table, recorder);
            int head = table.emission().takeLoop();
            if (head >= movedEnd && isInAnotherLine(head)) {
                moveLoop(reader, table, recorder, head);
            }
        }
        codeEnd = out.position();
        blocks.resolve(out);
        pool.write(out);
        return out.position();
    }

    private void block(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        int pc = reader.pc();
        int waiting = blocks.waiting();
        int start = beginBlock(pc, false, recorder);
        int before = instructionCount;
        int total = cost == null ? emitBlock(reader, table, recorder) : emitAndCost(reader, table, cost, recorder);
        if (!charge.endBlock(total)) {
            instructionCount = before;
            again(reader, table, recorder, pc, start, waiting);
            charge.endBlock(total);
        }
        blockCount++;
        if (recorder != null) {
            recorder.endBlock(total);
        }
    }

    /** The naive model: a block costs the number of its instructions, which is returned. */
    private int emitBlock(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        int count = 0;
        do {
            emit(reader, table, recorder);
            count++;
        } while (!reader.endsBlock() && reader.next());
        instructionCount += count;
        return count;
    }

    /** Any other model. Returns the cost. */
    private int emitAndCost(
            InstructionReader reader, InstructionTable table, BlockCost model, @Nullable Recorder recorder) {
        int count = 0;
        model.begin();
        do {
            emit(reader, table, recorder);
            model.add(reader);
            count++;
        } while (!reader.endsBlock() && reader.next());
        instructionCount += count;
        return Math.toIntExact(model.end());
    }

    /** Whether the loop from {@code head} to here is small, and lies in one cache line more than it has to. */
    private boolean isInAnotherLine(int head) {
        int start = blocks.position(head);
        int size = out.position() - start;
        int fewest = (size + CACHE_LINE - 1) / CACHE_LINE;
        return size <= SMALL_LOOP && (start % CACHE_LINE + size + CACHE_LINE - 1) / CACHE_LINE > fewest;
    }

    /** Does all from {@code head} up to here again, from the start of the next cache line on. */
    private void moveLoop(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder, int head) {
        movedEnd = reader.nextPc();
        int instructions = instructionCount;
        int blocksBefore = blockCount;
        int start = blocks.position(head);
        out.rewind(start);
        out.nops(-start & CACHE_LINE - 1);
        blocks.rewindTo(start);
        pool.rewindTo(start);
        if (recorder != null) {
            recorder.dropFrom(head);
        }
        table.emission().beginBlock();
        reader.moveToBlock(head);
        while (reader.nextPc() < movedEnd && reader.next()) {
            block(reader, table, recorder);
        }
        table.emission().takeLoop();
        instructionCount = instructions;
        blockCount = blocksBefore;
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
        reader.moveToBlock(pc);
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

    private void emit(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        out.reserve(InstructionTable.LONGEST);
        if (recorder != null) {
            recorder.add(
                    reader.pc(),
                    out.position(),
                    table.emission().upperHalfIsPending(reader.pc()),
                    table.emission().extensions().waiting());
            table.emit(reader);
            if (table.emission().isJoined(reader.pc())) {
                recorder.join(out.position());
            }
        } else {
            table.emit(reader);
        }
    }
}
