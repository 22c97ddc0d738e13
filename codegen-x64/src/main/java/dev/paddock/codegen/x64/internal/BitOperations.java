package dev.paddock.codegen.x64.internal;

import dev.paddock.program.InstructionReader;

/** What takes one register: counts, extensions, byte reversal. */
final class BitOperations {
    private BitOperations() {}

    /** popcnt, lzcnt, tzcnt by their opcode. Counts of 32 bits are small and positive: no extension. */
    static final class Count extends Row {
        private final int opcode;
        private final int w;

        Count(Emission emission, int opcode, int w) {
            super(emission);
            this.opcode = opcode;
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            out.count(opcode, w, r1(r), r2(r));
        }
    }

    /** {@code d = sx8(s)}. */
    static final class SignExtend8 extends Row {
        SignExtend8(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            out.movsx8(natural, r1(r), r2(r));
        }
    }

    /** {@code d = sx16(s)}. */
    static final class SignExtend16 extends Row {
        SignExtend16(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            out.movsx16(natural, r1(r), r2(r));
        }
    }

    /** {@code d = zx16(s)}. */
    static final class ZeroExtend16 extends Row {
        ZeroExtend16(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            out.movzx16(r1(r), r2(r));
        }
    }

    /** {@code d} = the bytes of s in reverse. */
    static final class ReverseBytes extends Row {
        ReverseBytes(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            move(natural, d, r2(r));
            out.bswap(natural, d);
        }
    }
}
