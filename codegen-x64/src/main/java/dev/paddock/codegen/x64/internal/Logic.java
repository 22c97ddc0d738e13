package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.NOT;
import static dev.paddock.codegen.x64.internal.Encoder.OR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;

/** Bitwise operations on whole registers. */
final class Logic {
    private final Encoder out;
    private final Constants constants;
    private final int w;

    Logic(Encoder out, Constants constants, int w) {
        this.out = out;
        this.constants = constants;
        this.w = w;
    }

    /** {@code d = a & b} or {@code a | b}. */
    void andOr(int op, int d, int a, int b) {
        if (a == b) {
            constants.move(d, a);
        } else {
            commutative(op, d, a, b);
        }
    }

    /** {@code d = a ^ b}. */
    void xor(int d, int a, int b) {
        if (a == b) {
            out.alu(XOR, W32, d, d);
        } else {
            commutative(XOR, d, a, b);
        }
    }

    private void commutative(int op, int d, int a, int b) {
        if (d == b) {
            out.alu(op, w, d, a);
        } else {
            constants.move(d, a);
            out.alu(op, w, d, b);
        }
    }

    /** {@code d = a & ~b}. */
    void andInverted(int d, int a, int b) {
        out.andn(w, d, b, a);
    }

    /** {@code d = a | ~b}. */
    void orInverted(int d, int a, int b) {
        if (a == b) {
            constants.load(d, -1);
        } else if (d == a) {
            out.mov(w, RCX, b);
            out.unary(NOT, w, RCX);
            out.alu(OR, w, d, RCX);
        } else {
            constants.move(d, b);
            out.unary(NOT, w, d);
            out.alu(OR, w, d, a);
        }
    }

    /** {@code d = ~(a ^ b)}. */
    void xnor(int d, int a, int b) {
        commutative(XOR, d, a, b);
        out.unary(NOT, w, d);
    }

    /** {@code d = a & value}: a zero extension where that is what the mask says, 32 bits wide where the rest becomes 0. */
    void andImm(int d, int a, int value) {
        if (value == 0xff) {
            out.movzx8(d, a);
        } else if (value == 0xffff) {
            out.movzx16(d, a);
        } else {
            int width = value >= 0 ? W32 : w;
            constants.move(width, d, a);
            out.aluImm(AND, width, d, value);
        }
    }

    /** {@code d = a | value}. */
    void orImm(int d, int a, int value) {
        constants.move(d, a);
        out.aluImm(OR, w, d, value);
    }

    /** {@code d = a ^ value}. */
    void xorImm(int d, int a, int value) {
        constants.move(d, a);
        if (value == -1) {
            out.unary(NOT, w, d);
        } else {
            out.aluImm(XOR, w, d, value);
        }
    }
}
