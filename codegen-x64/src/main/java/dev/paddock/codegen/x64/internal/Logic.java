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
            if (a == b) {
                withItself(d, a);
            } else if (d == b) {
                out.alu(op, natural, d, a);
            } else {
                move(natural, d, a);
                out.alu(op, natural, d, b);
            }
        }

        private void withItself(int d, int a) {
            if (op == XOR) {
                out.alu(XOR, W32, d, d);
            } else {
                move(natural, d, a);
            }
        }
    }

    /** {@code d = a & ~b}. */
    static final class AndInverted extends Row {
        AndInverted(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            out.andn(natural, r3(r), r2(r), r1(r));
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
                int w = value >= 0 ? W32 : natural;
                move(w, d, s);
                out.aluImm(AND, w, d, value);
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
            int d = r1(r);
            move(natural, d, r2(r));
            out.aluImm(OR, natural, d, imm(r));
        }
    }

    /** {@code d = s ^ imm}. */
    static final class XorImm extends Row {
        XorImm(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int value = imm(r);
            move(natural, d, r2(r));
            if (value == -1) {
                out.unary(NOT, natural, d);
            } else {
                out.aluImm(XOR, natural, d, value);
            }
        }
    }
}
