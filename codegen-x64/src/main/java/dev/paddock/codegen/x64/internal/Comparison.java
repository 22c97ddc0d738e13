package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.CMP;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;

/** Comparisons that end in a register: set, conditional move, minimum and maximum. */
final class Comparison {
    private final Encoder out;
    private final Constants constants;
    private final int w;

    Comparison(Encoder out, Constants constants, int w) {
        this.out = out;
        this.constants = constants;
        this.w = w;
    }

    /** {@code cmp a, b}. */
    void compare(int a, int b) {
        out.alu(CMP, w, a, b);
    }

    /** {@code cmp a, value}; test sets the same flags for 0, in fewer bytes. */
    void compareImm(int a, int value) {
        if (value == 0) {
            out.test(w, a, a);
        } else {
            out.aluImm(CMP, w, a, value);
        }
    }

    /** {@code d = a condition b ? 1 : 0}. */
    void set(int condition, int d, int a, int b) {
        if (d != a && d != b) {
            out.alu(XOR, W32, d, d);
            compare(a, b);
            out.setcc(condition, d);
        } else {
            compare(a, b);
            out.setcc(condition, d);
            out.movzx8(d, d);
        }
    }

    /** {@code d = a condition value ? 1 : 0}. */
    void setImm(int condition, int d, int a, int value) {
        if (d != a) {
            out.alu(XOR, W32, d, d);
            compareImm(a, value);
            out.setcc(condition, d);
        } else {
            compareImm(a, value);
            out.setcc(condition, d);
            out.movzx8(d, d);
        }
    }

    /** {@code if (c == 0)} or {@code != 0}, as {@code condition} says: {@code d = s}. */
    void conditionalMove(int condition, int d, int s, int c) {
        out.test(w, c, c);
        out.cmov(condition, w, d, s);
    }

    /** The same with a constant. */
    void conditionalMoveImm(int condition, int d, int value, int c) {
        constants.load(RCX, value);
        out.test(w, c, c);
        out.cmov(condition, w, d, RCX);
    }

    /** {@code d = a}, but {@code b} if {@code a condition b}: minimum and maximum. */
    void select(int condition, int d, int a, int b) {
        if (d == b) {
            compare(d, a);
            out.cmov(condition, w, d, a);
        } else {
            constants.move(d, a);
            compare(d, b);
            out.cmov(condition, w, d, b);
        }
    }
}
