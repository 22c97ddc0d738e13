package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.IMUL;
import static dev.paddock.codegen.x64.internal.Encoder.SAR;
import static dev.paddock.codegen.x64.internal.Encoder.SHR;
import static dev.paddock.codegen.x64.internal.Encoder.SUB;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RAX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDX;

import dev.paddock.program.InstructionReader;

/** Products and their upper halves. */
final class Multiplication {
    private Multiplication() {}

    /** {@code d = a * b}, the low half. */
    static final class Low extends Row {
        private final int w;

        Low(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (w == W64 && emission.upperHalfIsWanted(r)) {
                out.mov(W64, RDX, a);
                out.mulx(W64, RCX, d, b);
                return;
            }
            if (d == b) {
                out.imul(w, d, a);
            } else {
                move(w, d, a);
                out.imul(w, d, b);
            }
            extend(w, d);
        }
    }

    /** {@code d = s * imm}, the low half. */
    static final class LowImm extends Row {
        private final int w;

        LowImm(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            out.imulImm(w, d, r2(r), imm(r));
            extend(w, d);
        }
    }

    /**
     * Upper halves. Of 32-bit operands the 64-bit product has all, once they are extended as they are to be understood;
     * registers are zero-extended there.
     */
    private abstract static class Upper extends Row {
        Upper(Emission emission) {
            super(emission);
        }

        final void upperOfRcx(int d) {
            out.shiftImm(SHR, W64, RCX, 32);
            out.mov(W32, d, RCX);
        }
    }

    /** The upper half of the unsigned product. */
    static final class UpperUnsigned extends Upper {
        UpperUnsigned(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            if (natural == W64 && emission.upperHalfIsThere(r.pc())) {
                out.mov(W64, r3(r), RCX);
            } else if (natural == W64) {
                out.mov(W64, RDX, r1(r));
                out.mulx(W64, r3(r), RCX, r2(r));
            } else {
                out.mov(W32, RCX, r1(r));
                out.imul(W64, RCX, r2(r));
                upperOfRcx(r3(r));
            }
        }
    }

    /** The upper half of the signed product. */
    static final class UpperSigned extends Upper {
        UpperSigned(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            if (natural == W32) {
                out.movsxd(RCX, a);
                out.movsxd(RDX, b);
                out.imul(W64, RCX, RDX);
                upperOfRcx(r3(r));
            } else if (a == RAX || b != RAX) {
                byRax(r3(r), a, b);
            } else {
                byRax(r3(r), b, a);
            }
        }

        /** rdx:rax = a * b; b is not rax unless a is. */
        private void byRax(int d, int a, int b) {
            if (d != RAX) {
                out.mov(W64, RCX, RAX);
            }
            move(W64, RAX, a);
            out.unary(IMUL, W64, b);
            out.mov(W64, d, RDX);
            if (d != RAX) {
                out.mov(W64, RAX, RCX);
            }
        }
    }

    /** The upper half of a (signed) times b (unsigned): the unsigned one, less b where a is negative. */
    static final class UpperMixed extends Upper {
        UpperMixed(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (natural == W64) {
                out.mov(W64, RDX, a);
                out.mulx(W64, RDX, RCX, b);
                out.mov(W64, RCX, a);
                out.shiftImm(SAR, W64, RCX, 63);
                out.alu(AND, W64, RCX, b);
                out.alu(SUB, W64, RDX, RCX);
                out.mov(W64, d, RDX);
            } else {
                out.movsxd(RCX, a);
                out.imul(W64, RCX, b);
                upperOfRcx(d);
            }
        }
    }
}
