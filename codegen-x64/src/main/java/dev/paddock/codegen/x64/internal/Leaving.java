package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.program.InstructionReader;
import java.util.Arrays;

/**
 * What leaves the straight path: traps, host calls, sbrk, memset's stub, dynamic jumps.
 *
 * <pre>
 * mov ecx, number            mov ecx, base (or lea ecx, [base + offset])
 * lea rdx, [rip + 5]         jmp qword gs:[rcx * 8]
 * jmp worker's entry
 * </pre>
 */
abstract class Leaving extends Row {
    private static final int JUMP_LENGTH = 5;

    private Leaving(Emission emission) {
        super(emission);
    }

    /** Leaves for {@code entry}, to come back right behind. */
    final void exit(long entry) {
        out.leaRip(RDX, JUMP_LENGTH);
        long distance = entry - (AddressSpace.CODE + out.position() + JUMP_LENGTH);
        out.put(0xe9 | distance << 8, JUMP_LENGTH);
        out.fixed();
    }

    /** ecx = lo32(base + offset). */
    final void address(int base, int offset) {
        if (offset == 0) {
            out.mov(W32, RCX, base);
        } else {
            out.lea(W32, RCX, base, offset);
        }
    }

    /** Trap, and whatever is no instruction. */
    static final class Trap extends Leaving {
        Trap(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            out.hlt();
        }
    }

    /** An instruction that does nothing. */
    static final class Nothing extends Leaving {
        Nothing(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {}
    }

    /** Host call: stops, or is posted where the import is declared one-way. */
    static final class HostCall extends Leaving {
        HostCall(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int number = imm(r);
            load(RCX, Integer.toUnsignedLong(number));
            exit(isOneWay(number) ? WorkerEntry.POSTED_CALL : WorkerEntry.HOST_CALL);
        }

        private boolean isOneWay(int number) {
            int[] oneWay = emission.oneWayImports();
            return oneWay.length != 0 && Arrays.binarySearch(oneWay, number) >= 0;
        }
    }

    /** sbrk: the host does it. */
    static final class Sbrk extends Leaving {
        Sbrk(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            load(RCX, r.r1() | r.r2() << 8);
            exit(WorkerEntry.SBRK);
        }
    }

    /** memset: the stub does it. */
    static final class Memset extends Leaving {
        Memset(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            exit(AddressSpace.CODE + MemsetStub.POSITION);
        }
    }

    /** Goes on where the jump table says for {@code lo32(base + imm)}. */
    static final class DynamicJump extends Leaving {
        DynamicJump(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int base = r1(r);
            int offset = imm(r);
            if (natural == W32 && offset == 0 && base != RSP) {
                // Registers are zero-extended: the base is the index.
                out.jumpThroughTable(base);
            } else {
                address(base, offset);
                out.jumpThroughTable(RCX);
            }
        }
    }

    /** The same after {@code d = imm1}, which does not show in the address. */
    static final class LoadAndDynamicJump extends Leaving {
        LoadAndDynamicJump(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            address(r2(r), (int) r.imm2());
            load(r1(r), r.imm1());
            out.jumpThroughTable(RCX);
        }
    }
}
