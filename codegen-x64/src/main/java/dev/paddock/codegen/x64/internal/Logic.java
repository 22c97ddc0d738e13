package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.NOT;
import static dev.paddock.codegen.x64.internal.Encoder.OR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;

import dev.paddock.program.InstructionReader;

/** Bitwise operations on whole registers. */
final class Logic {
    private Logic() {}

    /** {@code d = a op b}, op being and, or, xor. */
    static final class Plain extends Row {
        private final int op;

        Plain(Emission emission, int op) {
            super(emission);
            this.op = op;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (a == b && op == XOR) {
                out.alu(XOR, W32, d, d);
                return;
            }
            int w = bitwiseWidth();
            if (a == b) {
                move(w, d, a);
            } else if (d == b) {
                out.alu(op, w, d, a);
            } else {
                move(w, d, a);
                out.alu(op, w, d, b);
            }
            extend(w, d);
        }
    }

    /** {@code d = a & ~b}. */
    static final class AndInverted extends Row {
        AndInverted(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int w = bitwiseWidth();
            int d = r3(r);
            out.andn(w, d, r2(r), r1(r));
            extend(w, d);
        }
    }

    /** {@code d = a | ~b}. */
    static final class OrInverted extends Row {
        OrInverted(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (a == b) {
                load(d, -1);
            } else if (d == a) {
                out.mov(natural, RCX, b);
                out.unary(NOT, natural, RCX);
                out.alu(OR, natural, d, RCX);
            } else {
                move(natural, d, b);
                out.unary(NOT, natural, d);
                out.alu(OR, natural, d, a);
            }
        }
    }

    /** {@code d = ~(a ^ b)}. */
    static final class Xnor extends Row {
        Xnor(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (d == b) {
                out.alu(XOR, natural, d, a);
            } else {
                move(natural, d, a);
                out.alu(XOR, natural, d, b);
            }
            out.unary(NOT, natural, d);
        }
    }

    /**
     * {@code d = s & imm}: a zero extension where that is what the mask says, 32 bits wide where the rest becomes 0.
     */
    static final class AndImm extends Row {
        AndImm(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int value = imm(r);
            if (value == 0xff) {
                out.movzx8(d, s);
            } else if (value == 0xffff) {
                out.movzx16(d, s);
            } else {
                int result = value >= 0 ? natural : bitwiseWidth();
                int w = value >= 0 ? W32 : result;
                move(w, d, s);
                out.aluImm(AND, w, d, value);
                extend(result, d);
            }
        }
    }

    /** {@code d = s | imm}. */
    static final class OrImm extends Row {
        OrImm(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int w = bitwiseWidth();
            int d = r1(r);
            move(w, d, r2(r));
            out.aluImm(OR, w, d, imm(r));
            extend(w, d);
        }
    }

    /** {@code d = s ^ imm}. */
    static final class XorImm extends Row {
        XorImm(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int w = bitwiseWidth();
            int d = r1(r);
            int value = imm(r);
            move(w, d, r2(r));
            if (value == -1) {
                out.unary(NOT, w, d);
            } else {
                out.aluImm(XOR, w, d, value);
            }
            extend(w, d);
        }
    }
}
