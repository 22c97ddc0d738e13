package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDX;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.WorkerEntry;

/**
 * What leaves the straight path: host calls, sbrk, memset's stub, dynamic jumps.
 *
 * <pre>
 * mov ecx, number            mov ecx, base (or lea ecx, [base + offset])
 * lea rdx, [rip + 5]         jmp qword gs:[rcx * 8]
 * jmp worker's entry
 * </pre>
 */
final class Leaving {
    private static final int JUMP_LENGTH = 5;

    private final Encoder out;
    private final Constants constants;
    private final int w;
    private int memsetStub;
    private int[] oneWayImports = new int[0];

    Leaving(Encoder out, Constants constants, int w) {
        this.out = out;
        this.constants = constants;
        this.w = w;
    }

    void begin(int stub, int[] sortedOneWayImports) {
        memsetStub = stub;
        oneWayImports = sortedOneWayImports;
    }

    /** Host call {@code number}: stops, or is posted where the import is declared one-way. */
    void hostCall(int number) {
        constants.load(RCX, Integer.toUnsignedLong(number));
        exit(isOneWay(number) ? WorkerEntry.POSTED_CALL : WorkerEntry.HOST_CALL);
    }

    private boolean isOneWay(int number) {
        return oneWayImports.length != 0 && java.util.Arrays.binarySearch(oneWayImports, number) >= 0;
    }

    /** sbrk with guest registers {@code d} and {@code s}: the host does it. */
    void sbrk(int d, int s) {
        constants.load(RCX, d | s << 8);
        exit(WorkerEntry.SBRK);
    }

    private void exit(long entry) {
        out.leaRip(RDX, JUMP_LENGTH);
        long distance = entry - (AddressSpace.CODE + out.position() + JUMP_LENGTH);
        out.put(0xe9 | distance << 8, JUMP_LENGTH);
    }

    void memset() {
        out.leaRip(RDX, JUMP_LENGTH);
        out.put(0xe9 | (long) (memsetStub - out.position() - JUMP_LENGTH) << 8, JUMP_LENGTH);
    }

    /** Goes on where the jump table says for {@code lo32(base + offset)}. */
    void dynamicJump(int base, int offset) {
        if (w == W32 && offset == 0) {
            // Registers are zero-extended: the base is the index.
            out.jumpThroughTable(base);
        } else {
            address(base, offset);
            out.jumpThroughTable(RCX);
        }
    }

    /** The same after {@code d = value}, which does not show in the address. */
    void loadAndDynamicJump(int d, long value, int base, int offset) {
        address(base, offset);
        constants.load(d, value);
        out.jumpThroughTable(RCX);
    }

    private void address(int base, int offset) {
        if (offset == 0) {
            out.mov(W32, RCX, base);
        } else {
            out.lea(W32, RCX, base, offset);
        }
    }
}
