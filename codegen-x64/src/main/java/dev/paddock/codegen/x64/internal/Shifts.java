package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.ROR;
import static dev.paddock.codegen.x64.internal.Encoder.SAR;
import static dev.paddock.codegen.x64.internal.Encoder.SHL;
import static dev.paddock.codegen.x64.internal.Encoder.SHR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.program.InstructionReader;

/**
 * Shifts and rotates. The hardware masks counts as the guest expects: by 63 for 64-bit operands, by 31 for 32-bit
 * ones. The 32-bit forms leave a sign-extended register behind where registers have 64 bits.
 */
final class Shifts {
    private Shifts() {}

    /** {@code d = a shifted by b}; {@code op} as {@link Encoder#shiftx} has it. */
    static final class ByRegister extends Row {
        private final int op;
        private final int w;

        ByRegister(Emission emission, int op, int w) {
            super(emission);
            this.op = op;
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r3(r);
            out.shiftx(op, w, d, r1(r), r2(r));
            extend(w, d);
        }
    }

    /** {@code d = imm shifted by s}. */
    static final class OfConstant extends Row {
        private final int op;
        private final int w;

        OfConstant(Emission emission, int op, int w) {
            super(emission);
            this.op = op;
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            load(RCX, w == W64 ? imm(r) : Integer.toUnsignedLong(imm(r)));
            out.shiftx(op, w, d, RCX, r2(r));
            extend(w, d);
        }
    }

    /** {@code d = a rotated by b}, rol or ror. */
    static final class RotateByRegister extends Row {
        private final int op;
        private final int w;

        RotateByRegister(Emission emission, int op, int w) {
            super(emission);
            this.op = op;
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r3(r);
            out.mov(W32, RCX, r2(r));
            move(w, d, r1(r));
            out.shiftCl(op, w, d);
            extend(w, d);
        }
    }

    /** {@code d = imm rotated right by s}. */
    static final class RotateOfConstant extends Row {
        private final int w;

        RotateOfConstant(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            out.mov(W32, RCX, r2(r));
            load(d, w == W64 ? imm(r) : Integer.toUnsignedLong(imm(r)));
            out.shiftCl(ROR, w, d);
            extend(w, d);
        }
    }

    /** Shifts by a constant; a count of 0 leaves a move. */
    private abstract static class ByConstant extends Row {
        final int w;

        ByConstant(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        final int count(InstructionReader r) {
            return imm(r) & (w == W64 ? 63 : 31);
        }

        final void unshifted(int d, int s) {
            if (w == natural) {
                move(w, d, s);
            } else {
                out.movsxd(d, s);
            }
        }
    }

    /** {@code d = s << imm}. */
    static final class LeftImm extends ByConstant {
        LeftImm(Emission emission, int w) {
            super(emission, w);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int count = count(r);
            if (count == 0) {
                unshifted(d, s);
                return;
            }
            if (count == 1 && d != s && s != RSP) {
                out.leaSum(w, d, s, s);
            } else {
                move(w, d, s);
                out.shiftImm(SHL, w, d, count);
            }
            extend(w, d);
        }
    }

    /** {@code d = s >>> imm}: once shifted, a 32-bit value is positive and its own extension. */
    static final class RightImm extends ByConstant {
        RightImm(Emission emission, int w) {
            super(emission, w);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int count = count(r);
            if (count == 0) {
                unshifted(d, s);
            } else {
                move(w, d, s);
                out.shiftImm(SHR, w, d, count);
            }
        }
    }

    /** {@code d = s >> imm}, arithmetic: 32 bits are extended first, or last where that takes no move. */
    static final class ArithmeticRightImm extends ByConstant {
        ArithmeticRightImm(Emission emission, int w) {
            super(emission, w);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int count = count(r);
            if (count == 0) {
                unshifted(d, s);
            } else if (w == natural || d == s) {
                move(w, d, s);
                out.shiftImm(SAR, w, d, count);
                extend(w, d);
            } else {
                out.movsxd(d, s);
                out.shiftImm(SAR, W64, d, count);
            }
        }
    }

    /** {@code d = s} rotated right by imm. */
    static final class RotateRightImm extends ByConstant {
        RotateRightImm(Emission emission, int w) {
            super(emission, w);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int count = count(r);
            if (count == 0) {
                unshifted(d, s);
                return;
            }
            if (d == s) {
                out.shiftImm(ROR, w, d, count);
            } else {
                out.rorx(w, d, s, count);
            }
            extend(w, d);
        }
    }
}
