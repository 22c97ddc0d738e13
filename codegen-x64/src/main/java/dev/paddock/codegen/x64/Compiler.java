package dev.paddock.codegen.x64;

import dev.paddock.codegen.x64.internal.BlockTable;
import dev.paddock.codegen.x64.internal.OnePass;
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

    /** Bytes that certainly suffice for the machine code of {@code code}. */
    public static long worstCaseSize(Code code, CompilerOptions options) {
        long perByte = code.isa().isExtended() ? WORST_EXTENDED : WORST_LEGACY;
        long constants = options.metering() == Metering.FLOAT ? CONSTANT : 0;
        long bound = (code.length() + 1L) * (perByte + constants) + FIXED;
        return Math.min(bound, AddressSpace.CODE_END - AddressSpace.CODE);
    }

    /**
     * Compiles into {@code destination}, native memory. {@link #worstCaseSize} bytes always suffice.
     *
     * @throws IllegalStateException if the machine code does not fit
     */
    public CompiledCode compile(Code code, CompilerOptions options, MemorySegment destination) {
        pass.out().open(destination.address(), destination.byteSize());
        int size = pass.compile(code, options, null);
        return new CompiledCode(size, pass.instructionCount(), pass.blockCount());
    }

    /**
     * Of the last compilation: the address of the block that starts at {@code pc}, where it pays for itself, or -1 if
     * none does. Any pc may be asked for.
     */
    public long nativeOfBlock(int pc) {
        int position = pass.blocks().position(pc);
        return position == BlockTable.NONE ? -1 : AddressSpace.CODE + position;
    }
}
