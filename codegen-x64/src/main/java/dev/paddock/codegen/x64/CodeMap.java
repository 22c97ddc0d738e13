package dev.paddock.codegen.x64;

import dev.paddock.codegen.x64.internal.Cuts;
import dev.paddock.codegen.x64.internal.Encoder;
import dev.paddock.codegen.x64.internal.MemsetStub;
import dev.paddock.codegen.x64.internal.Pieces;
import dev.paddock.codegen.x64.internal.Recorder;
import dev.paddock.codegen.x64.internal.Room;
import dev.paddock.program.Code;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which native address belongs to which guest instruction, and back. Compiling is deterministic, so the map is not
 * stored with the code: it is made when first needed, by compiling again and noting positions instead of bytes.
 * Immutable.
 *
 * <pre>
 * nativeOfBlock(pc) ->  charge            (fallthrough, unlikely and moves to itself have no machine code:
 * nativeOf(pc)      ->  instruction        they share the address of what follows)
 *                       instruction
 * </pre>
 */
public final class CodeMap {
    private final int[] pcs;
    private final int[] positions;
    private final char[] narrowRegisters;
    private final BitSet lent;
    private final BitSet temporaries;
    private final BitSet joined;
    private final int[] blockPcs;
    private final int[] blockPositions;
    private final int[] blockCosts;
    private final int[] paidAhead;
    private final int[] entryPcs;
    private final int[] entryPositions;
    private final int[] refundPositions;
    private final int[] refundBranches;
    private final int[] refunds;
    private final int blocksEnd;
    private final int codeEnd;
    private final int fill;
    private final int outOfGas;
    private final int stubEnd;

    private CodeMap(Recorder recorder, MemsetStub stub, int codeEnd) {
        pcs = recorder.pcs();
        positions = recorder.positions();
        narrowRegisters = recorder.narrowRegisters();
        lent = recorder.lent();
        temporaries = recorder.temporaries();
        joined = recorder.joined();
        blockPcs = recorder.blockPcs();
        blockPositions = recorder.blockPositions();
        blockCosts = recorder.blockCosts();
        paidAhead = recorder.paidAhead();
        entryPcs = recorder.entryPcs();
        entryPositions = recorder.entryPositions();
        refundPositions = recorder.refundPositions();
        refundBranches = recorder.refundBranches();
        refunds = recorder.refunds();
        this.codeEnd = codeEnd;
        blocksEnd = entryPcs.length > 0 ? entryPositions[0] : refunds.length > 0 ? refundPositions[0] : codeEnd;
        fill = stub.fill();
        outOfGas = stub.outOfGas();
        stubEnd = stub.end();
    }

    /** Makes the map of what {@link Compiler} makes of the same code with the same options. */
    public static CodeMap of(Code code, CompilerOptions options) {
        int[] cuts = Cuts.of(code, options.pieceSize());
        int buffers = Math.max(Room.buffersFor(cuts.length - 1), 1);
        long size = (long) buffers * Encoder.SCRATCH_SIZE;
        try (var arena = Arena.ofConfined()) {
            // Written to by address, by whatever threads compile.
            long scratch = arena.allocate(size).address();
            var stub = new MemsetStub();
            var out = new Encoder();
            out.openDry(scratch);
            stub.emit(out, options.metering());
            var pieces = new Pieces();
            pieces.compile(code, options, cuts, new Room(scratch, size, Encoder.SCRATCH_SIZE, buffers, true), true);
            return new CodeMap(pieces.recorder(), stub, pieces.codeEnd());
        }
    }

    // ---- from pc to native address

    /**
     * Address of the block that starts at {@code pc}, before its charge; -1 if none does, or if it is paid for together with
     * the block before it. That one is entered at its first instruction, see {@link #nativeOf}, by who has paid.
     */
    public long nativeOfBlock(int pc) {
        int block = Arrays.binarySearch(blockPcs, pc);
        return block < 0 || isFree(block) ? -1 : AddressSpace.CODE + blockPositions[block];
    }

    /** Address of the instruction at {@code pc}, after the charge of its block; -1 if none is there. */
    public long nativeOf(int pc) {
        int instruction = Arrays.binarySearch(pcs, pc);
        return instruction < 0 ? -1 : AddressSpace.CODE + positions[instruction];
    }

    /**
     * Whether the instruction at {@code pc} is done together with the one before it, by code that begins there: nobody
     * ever stops before it, and who wants to go on there has to do it first, on the guest's registers. Such are {@code
     * set_less_than_unsigned} and {@code add_64}; {@link #nativeOf} is the address after them.
     */
    public boolean isJoined(int pc) {
        int instruction = Arrays.binarySearch(pcs, pc);
        return instruction >= 0 && joined.get(instruction);
    }

    /**
     * Whether who goes on at {@code pc} must have in rcx the upper half of a product: that of the factors which the next
     * {@code mul_upper_unsigned_unsigned} from there on names, as they are now.
     */
    public boolean wantsUpperHalf(int pc) {
        int instruction = Arrays.binarySearch(pcs, pc);
        return instruction >= 0 && temporaries.get(instruction);
    }

    /**
     * The guest registers that mean, where the guest stops before or in the instruction at {@code pc}, the sign extension
     * of their lower 32 bits: the machine's upper ones may be anything. Bit i stands for register i. Who goes on there
     * may have them either way, but not with other values: those take code that {@linkplain
     * CompilerOptions#takesAnyState takes any state}.
     */
    public int narrowRegisters(int pc) {
        int instruction = Arrays.binarySearch(pcs, pc);
        return instruction < 0 ? 0 : narrowRegisters[instruction];
    }

    /**
     * The pc after the instruction at {@code pc} in the order of the code; -1 if {@code pc} is none or the last one.
     */
    public int nextPc(int pc) {
        int instruction = Arrays.binarySearch(pcs, pc);
        return instruction < 0 || instruction == pcs.length - 1 ? -1 : pcs[instruction + 1];
    }

    /** What the block that contains the instruction at {@code pc} costs; meaningless without metering. */
    public long blockCost(int pc) {
        return blockCosts[lastAtMost(blockPcs, pc)];
    }

    /**
     * What has been paid, when the guest stops before or in the instruction at {@code pc}, for blocks that are yet to be run:
     * this much more gas is left than the counter says.
     */
    public int paidAhead(int pc) {
        return paidAhead[lastAtMost(blockPcs, pc)];
    }

    // ---- from native address to pc

    /** What {@code address} belongs to. */
    public Site site(long address) {
        int position = positionOf(address);
        if (position < 0 || position >= codeEnd) {
            return Site.NONE;
        }
        if (position < stubEnd) {
            return position == fill
                    ? Site.MEMSET_FILL
                    : position == outOfGas ? Site.MEMSET_OUT_OF_GAS : Site.MEMSET_STUB;
        }
        if (position >= blocksEnd) {
            return isEntry(position) ? Site.BLOCK_CHARGE : Site.REFUND;
        }
        return isCharge(position) ? Site.BLOCK_CHARGE : Site.INSTRUCTION;
    }

    private boolean isEntry(int position) {
        return entryPositions.length > 0 && (refunds.length == 0 || position < refundPositions[0]);
    }

    /**
     * The same for the native {@code address} where the guest has stopped. Where a block begins, before its charge, it is
     * nothing.
     */
    public int paidAhead(long address) {
        int position = positionOf(address);
        if (position < stubEnd || position >= codeEnd) {
            return 0;
        }
        if (position < blocksEnd) {
            return isCharge(position) ? 0 : paidAhead[lastAtMost(blockPositions, position)];
        }
        if (isEntry(position)) {
            int entry = lastAtMost(entryPositions, position);
            return position == entryPositions[entry] ? 0 : paidAhead(entryPcs[entry]);
        }
        int refund = lastAtMost(refundPositions, position);
        return position == refundPositions[refund] ? refunds[refund] : 0;
    }

    /**
     * The pc of the instruction that contains {@code address}, or of the block whose charge does; -1 for any other
     * address, memset's stub included.
     */
    public int pcOf(long address) {
        int position = positionOf(address);
        if (position < stubEnd || position >= codeEnd) {
            return -1;
        }
        if (position >= blocksEnd) {
            return isEntry(position)
                    ? entryPcs[lastAtMost(entryPositions, position)]
                    : pcs[lastAtMost(positions, refundBranches[lastAtMost(refundPositions, position)])];
        }
        return isCharge(position)
                ? blockPcs[lastAtMost(blockPositions, position)]
                : pcs[lastAtMost(positions, position)];
    }

    /** Whether {@code address} is where an instruction begins, or a block before its charge: state is exact there. */
    public boolean isBoundary(long address) {
        int position = positionOf(address);
        if (position < stubEnd || position >= blocksEnd) {
            return false;
        }
        return blockPositions[lastAtMost(blockPositions, position)] == position
                || positions[lastAtMost(positions, position)] == position;
    }

    /**
     * Whether, at {@code address}, the guest's stack pointer is in rsp and gas is counted in rbx, which change places in
     * blocks that use the stack much. Where control may leave the code an instruction begins by changing them back.
     */
    public boolean isLent(long address) {
        int position = positionOf(address);
        if (lent.isEmpty() || position < stubEnd || position >= blocksEnd || isCharge(position)) {
            return false;
        }
        int instruction = lastAtMost(positions, position);
        boolean isLentBehind = instruction + 1 < pcs.length && lent.get(instruction + 1);
        return lent.get(instruction) && (position == positions[instruction] || isLentBehind);
    }

    /** Whether the block of that index is paid for by the one before it. */
    private boolean isFree(int block) {
        return block > 0 && paidAhead[block - 1] != 0;
    }

    private static int positionOf(long address) {
        long position = address - AddressSpace.CODE;
        return position < 0 || position > Integer.MAX_VALUE ? -1 : (int) position;
    }

    /** Whether a position in the code lies in the charge of a block: before the first instruction there. */
    private boolean isCharge(int position) {
        int block = lastAtMost(blockPositions, position);
        int first = Arrays.binarySearch(pcs, blockPcs[block]);
        return position < positions[first];
    }

    /** Index of the last element not above {@code key}; the first of {@code sorted} is not. */
    private static int lastAtMost(int[] sorted, int key) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (sorted[middle] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
