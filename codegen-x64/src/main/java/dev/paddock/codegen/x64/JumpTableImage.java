package dev.paddock.codegen.x64;

import dev.paddock.program.Code;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The jump table as a worker maps it at {@link AddressSpace#JUMP_TABLE}, and the page that holds the halt address's
 * entry. Entry k of the guest's table has the dynamic address 2 (k + 1), thus stands at 16 (k + 1); what is odd or
 * leads nowhere holds {@link AddressSpace#INVALID_JUMP_TARGET}, and so does the rest of the last page.
 *
 * <pre>
 * +0   invalid (address 0)    +8   invalid (address 1)
 * +16  entry 0 (address 2)    +24  invalid (address 3)
 * +32  entry 1 (address 4)    ...
 * </pre>
 */
public final class JumpTableImage {
    /** Size and alignment of what is mapped. */
    public static final int PAGE = 0x1000;

    /** Where the page with the entry of {@link Code#HALT_ADDRESS} is mapped; the entry is its first. */
    public static final long HALT_PAGE = AddressSpace.jumpTableEntry(Code.HALT_ADDRESS);

    private static final int ENTRY = 16;

    private JumpTableImage() {}

    /** Bytes of the image, a multiple of {@link #PAGE}. */
    public static long size(Code code) {
        return (ENTRY * (code.jumpTableLength() + 1L) + PAGE - 1) & -PAGE;
    }

    /** Writes the image, {@link #size} bytes, right after {@code compiler} has compiled {@code code}. */
    public static void write(Code code, Compiler compiler, MemorySegment destination) {
        invalidate(destination);
        for (int k = 0; k < code.jumpTableLength(); k++) {
            int entry = code.jumpTableEntry(k);
            // The implicit invalid instruction after legacy code may start a block, but is no jump target.
            long target = Integer.compareUnsigned(entry, code.length()) < 0 ? compiler.nativeOfBlock(entry) : -1;
            if (target >= 0) {
                destination.set(ValueLayout.JAVA_LONG_UNALIGNED, ENTRY * (k + 1L), target);
            }
        }
    }

    /** Writes the page for {@link #HALT_PAGE}. */
    public static void writeHaltPage(MemorySegment destination) {
        invalidate(destination);
        destination.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, WorkerEntry.HALT);
    }

    private static void invalidate(MemorySegment destination) {
        for (long at = 0; at < destination.byteSize(); at += Long.BYTES) {
            destination.set(ValueLayout.JAVA_LONG_UNALIGNED, at, AddressSpace.INVALID_JUMP_TARGET);
        }
    }
}
