package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.BlockCost;
import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pass over the code: block by block, each instruction decoded, costed and emitted. Done again is a loop that begins in the
 * middle of a run, or that is small and lies in one cache line more than it has to; and a block that turns out too large for
 * the run it is in. No instruction more often than these times, so the whole stays linear.
 */
public final class OnePass {
    /** Loops of at most so many bytes are moved to the next cache line, if they lie in one more than they have to. */
    private static final int SMALL_LOOP = 128;

    private static final int CACHE_LINE = 64;

    /** A block costs more than its run can pay for. */
    private static final int TOO_LARGE = -1;

    private final Encoder out = new Encoder();
    private final BlockTable blocks = new BlockTable();
    private final Runs runs = new Runs(out, blocks);
    private final ConstantPool pool = new ConstantPool();
    private final GasCharge charge = new GasCharge(out, pool);
    private final MemsetStub memset = new MemsetStub();
    private final InstructionTable table64 = new InstructionTable(out, blocks, runs, Encoder.W64);
    private final InstructionTable table32 = new InstructionTable(out, blocks, runs, Encoder.W32);

    private int instructionCount;
    private int blockCount;
    /** Null if a block costs the number of its instructions. */
    private @Nullable BlockCost cost;
    /** Walks a block for its cost before it is emitted; there if {@link #cost} is. */
    private @Nullable InstructionReader ahead;
    /** Whether blocks are paid for together. */
    private boolean shares;
    /** Where the last loop that was emitted again ends. */
    private int againEnd;

    /** Position of the first byte of a piece that is not the first one: 0 means that there is no block. */
    static final int LATER_PIECE = CACHE_LINE;

    public Encoder out() {
        return out;
    }

    public BlockTable blocks() {
        return blocks;
    }

    /** Guest instructions of the last compilation. */
    public int instructionCount() {
        return instructionCount;
    }

    /** Basic blocks of the last compilation. */
    public int blockCount() {
        return blockCount;
    }

    /** What float metering adds, and where. */
    public ConstantPool constants() {
        return pool;
    }

    /**
     * Compiles the code from {@code from}, where a block begins, up to {@code to}, which is another such place or the end of
     * the code, into the opened {@link #out}. {@link #blocks} has the jumps that wait then, and {@link #constants} what is to
     * stand behind the code.
     */
    public void compile(Code code, CompilerOptions options, int from, int to, @Nullable Recorder recorder) {
        var table = code.isa().is64Bit() ? table64 : table32;
        blocks.begin(from, to);
        pool.begin();
        charge.begin(options.metering());
        if (from == 0) {
            memset.emit(out, options.metering());
        }
        // Pieces that were compiled by themselves can't ask each other for ways into the middle of runs.
        shares = charge.canBeShared() && !options.takesAnyState() && from == 0 && to == code.length();
        runs.begin(shares, to);
        if (shares) {
            wantTargets(code);
        }
        table.begin(code, options);
        instructionCount = 0;
        blockCount = 0;
        againEnd = 0;
        var reader = new InstructionReader(code);
        boolean counts = options.costModel() == CostModel.NAIVE || !options.isMetered();
        cost = counts ? null : BlockCost.of(options.costModel(), code);
        ahead = counts ? null : new InstructionReader(code);
        reader.moveToBlock(from);
        // The instruction that is implied after the end of legacy code begins there.
        int end = to == code.length() ? Integer.MAX_VALUE : to;
        while (reader.nextPc() < end && reader.next()) {
            block(reader, table, recorder);
            int head = table.emission().takeLoop();
            if (head >= againEnd && isBetterAgain(head)) {
                again(reader, table, recorder, head);
            }
        }
        blocks.writeDetours(out, runs, charge, recorder);
    }

    /** Ends a piece that others follow: the next one begins at a cache line, as loops count on. */
    void pad() {
        out.nops(-out.position() & CACHE_LINE - 1);
    }

    /** Where dynamic jumps go to, runs begin. */
    private void wantTargets(Code code) {
        for (int i = 0; i < code.jumpTableLength(); i++) {
            blocks.want(code.jumpTableEntry(i));
        }
    }

    private void block(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        int pc = reader.pc();
        int start = out.position();
        boolean isFree = runs.takeNext();
        table.emission().stackPointer().beginBlock();
        int total;
        if (cost != null) {
            total = costOf(reader, cost);
            if (isFree && !runs.hasRoomFor(total)) {
                runs.close(recorder);
                isFree = false;
            }
            beginBlock(pc, isFree, GasCharge.isLarge(total), recorder);
            emitBlock(reader, table, recorder, false);
        } else if (isFree) {
            beginBlock(pc, true, false, recorder);
            total = emitFreeBlock(reader, table, recorder);
            if (total == TOO_LARGE) {
                runs.close(recorder);
                isFree = false;
                startBlockAgain(reader, table, recorder, pc, start);
                beginBlock(pc, false, false, recorder);
                total = emitBlock(reader, table, recorder, true);
            }
        } else {
            beginBlock(pc, false, false, recorder);
            total = emitBlock(reader, table, recorder, true);
        }
        if (!isFree) {
            charge.endBlock(total);
        }
        blockCount++;
        if (recorder != null) {
            recorder.endBlock(total);
        }
        if (shares) {
            runs.endBlock(pc, start, total, isFree, recorder);
        }
    }

    /** By any model but the naive one, before anything is emitted. The reader stays where it is. */
    private int costOf(InstructionReader reader, BlockCost model) {
        var r = Objects.requireNonNull(ahead);
        r.standAt(reader);
        model.begin();
        do {
            model.add(r);
        } while (!r.endsBlock() && r.next());
        return Math.toIntExact(model.end());
    }

    /** Returns the number of instructions, which in the naive model is the cost: then the charge may have to grow. */
    private int emitBlock(
            InstructionReader reader, InstructionTable table, @Nullable Recorder recorder, boolean isCost) {
        int count = 0;
        do {
            if (count == GasCharge.LONGEST_SHORT && isCost) {
                enlargeCharge(recorder);
            }
            emit(reader, table, recorder);
            count++;
        } while (!reader.endsBlock() && reader.next());
        instructionCount += count;
        return count;
    }

    /** Makes room for a larger charge at the start of the block, whose instructions before the present one move up. */
    private void enlargeCharge(@Nullable Recorder recorder) {
        int more = charge.enlarge();
        if (recorder != null) {
            recorder.moveBlock(more);
        }
    }

    /** The same for a block that its run pays for. Returns {@link #TOO_LARGE} as soon as the run can't. */
    private int emitFreeBlock(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        int count = 0;
        do {
            if (!runs.hasRoomFor(++count)) {
                return TOO_LARGE;
            }
            emit(reader, table, recorder);
        } while (!reader.endsBlock() && reader.next());
        instructionCount += count;
        return count;
    }

    /** Goes back to where the block began. */
    private void startBlockAgain(
            InstructionReader reader, InstructionTable table, @Nullable Recorder recorder, int pc, int start) {
        out.rewind(start);
        table.emission().dropBlock();
        if (recorder != null) {
            recorder.dropBlock();
        }
        reader.moveToBlock(pc);
        reader.next();
    }

    // ---- loops

    /** Whether the loop from {@code head} to here is to be emitted again. */
    private boolean isBetterAgain(int head) {
        int position = blocks.position(head);
        return position < BlockTable.NONE || isInAnotherLine(position, out.position());
    }

    /** Whether a loop that lies there is small, and in one cache line more than it has to. */
    private static boolean isInAnotherLine(int start, int end) {
        int size = end - start;
        int fewest = (size + CACHE_LINE - 1) / CACHE_LINE;
        return size <= SMALL_LOOP && (start % CACHE_LINE + size + CACHE_LINE - 1) / CACHE_LINE > fewest;
    }

    /** Does all from {@code head} up to here again: as a run of its own, and if it is small, in as few lines as it can. */
    private void again(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder, int head) {
        againEnd = reader.nextPc();
        int instructions = instructionCount;
        int blocksBefore = blockCount;
        int position = blocks.position(head);
        int start = Math.abs(position);
        int end = out.position() + (position < BlockTable.NONE ? charge.size() : 0);
        out.rewind(start);
        if (isInAnotherLine(start, end)) {
            out.nops(-start & CACHE_LINE - 1);
        }
        blocks.rewindTo(start);
        pool.rewindTo(start);
        if (recorder != null) {
            recorder.dropFrom(head);
        }
        if (shares) {
            runs.cut(head, recorder);
        }
        table.emission().beginBlock();
        reader.moveToBlock(head);
        while (reader.nextPc() < againEnd && reader.next()) {
            block(reader, table, recorder);
        }
        table.emission().takeLoop();
        instructionCount = instructions;
        blockCount = blocksBefore;
    }

    /** Starts a block that pays for itself, or one that is {@code free}, as its run has paid. */
    private void beginBlock(int pc, boolean free, boolean forLargeCost, @Nullable Recorder recorder) {
        int start = out.position();
        if (recorder != null) {
            recorder.beginBlock(pc, start);
        }
        if (free) {
            blocks.setInside(pc, start);
            out.beginBlock();
        } else {
            blocks.set(pc, start);
            charge.beginBlock(forLargeCost);
        }
    }

    private void emit(InstructionReader reader, InstructionTable table, @Nullable Recorder recorder) {
        out.reserve(InstructionTable.LONGEST);
        if (recorder != null) {
            recorder.add(
                    reader.pc(),
                    out.position(),
                    table.emission().upperHalfIsPending(reader.pc()),
                    table.emission().extensions().waiting(),
                    table.emission().stackPointer().isLent());
            table.emit(reader);
            if (table.emission().isJoined(reader.pc())) {
                recorder.join(out.position());
            }
        } else {
            table.emit(reader);
        }
    }
}
