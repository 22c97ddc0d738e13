package dev.paddock.codegen.x64;

import dev.paddock.codegen.x64.internal.BlockTable;
import dev.paddock.codegen.x64.internal.Cuts;
import dev.paddock.codegen.x64.internal.OnePass;
import dev.paddock.codegen.x64.internal.Pieces;
import dev.paddock.codegen.x64.internal.Room;
import dev.paddock.program.Code;
import java.lang.foreign.MemorySegment;

/**
 * The compiler from guest code to x86-64 machine code: one pass, linear in the bytes whatever they hold, no
 * allocation per instruction. Reusable, for it keeps its tables; not thread-safe.
 *
 * <p>The code is made to run at {@link AddressSpace#CODE}, wherever it is written. It needs a processor with BMI1,
 * BMI2, LZCNT and POPCNT (x86-64-v3).
 */
public final class Compiler {
    // Machine code per byte of guest code, at worst. Legacy: an instruction may be one byte long whatever it is.
    // Extended: its number fixes its length, and a signed remainder takes three.
    private static final int WORST_LEGACY = 64;
    private static final int WORST_EXTENDED = 24;
    private static final long FIXED = 4096;
    // Each block may be the only one of its cost.
    private static final int CONSTANT = 8;

    private final OnePass pass = new OnePass();
    private final Pieces pieces = new Pieces();
    private boolean inPieces;

    /** Bytes that certainly suffice for the machine code of {@code code}, and for making it. */
    public static long worstCaseSize(Code code, CompilerOptions options) {
        int[] cuts = Cuts.of(code, options.pieceSize());
        long bound = bound(code.length(), code, options);
        long buffers = Room.buffersFor(cuts.length - 1) * bound(Cuts.longest(cuts), code, options);
        return Math.min(bound + buffers, AddressSpace.CODE_END - AddressSpace.CODE);
    }

    private static long bound(int length, Code code, CompilerOptions options) {
        long perByte = code.isa().isExtended() ? WORST_EXTENDED : WORST_LEGACY;
        long constants = options.metering() == Metering.FLOAT ? CONSTANT : 0;
        return Math.min((length + 1L) * (perByte + constants) + FIXED, AddressSpace.CODE_END - AddressSpace.CODE);
    }

    /**
     * Compiles into {@code destination}, native memory. {@link #worstCaseSize} bytes always suffice.
     *
     * @throws IllegalStateException if the machine code does not fit
     */
    public CompiledCode compile(Code code, CompilerOptions options, MemorySegment destination) {
        int[] cuts = Cuts.of(code, options.pieceSize());
        inPieces = cuts.length > 2;
        if (inPieces) {
            pieces.compile(code, options, cuts, room(code, options, cuts, destination), false);
            return new CompiledCode(pieces.size(), pieces.instructionCount(), pieces.blockCount());
        }
        var out = pass.out();
        out.open(destination.address(), destination.byteSize());
        pass.compile(code, options, 0, code.length(), null);
        pass.blocks().resolve(out);
        pass.constants().write(out);
        return new CompiledCode(out.position(), pass.instructionCount(), pass.blockCount());
    }

    /** With as many buffers as find room behind the code. */
    private static Room room(Code code, CompilerOptions options, int[] cuts, MemorySegment destination) {
        long buffer = bound(Cuts.longest(cuts), code, options);
        long free = Math.max(destination.byteSize() - bound(code.length(), code, options), 0);
        int count = (int) Math.min(Room.buffersFor(cuts.length - 1), free / buffer);
        return new Room(destination.address(), destination.byteSize(), buffer, count, false);
    }

    /**
     * Of the last compilation: the address of the block that starts at {@code pc}, where it pays for itself, or -1 if
     * none does: see {@link CodeMap#nativeOfBlock}. Any pc may be asked for.
     */
    public long nativeOfBlock(int pc) {
        int position = inPieces ? pieces.position(pc) : pass.blocks().position(pc);
        return position <= BlockTable.NONE ? -1 : AddressSpace.CODE + position;
    }
}
