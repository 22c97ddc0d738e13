package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.ADD;
import static dev.paddock.codegen.x64.internal.Encoder.NEG;
import static dev.paddock.codegen.x64.internal.Encoder.SUB;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;

/** Addition and subtraction. {@code w} is the width of the operation; {@code d, a, b} are hardware registers. */
final class Arithmetic {
    private final Encoder out;
    private final Constants constants;

    Arithmetic(Encoder out, Constants constants) {
        this.out = out;
        this.constants = constants;
    }

    /** {@code d = a + b}: add where d is one of them, else lea. */
    void add(int w, int d, int a, int b) {
        if (d == a) {
            out.alu(ADD, w, d, b);
        } else if (d == b) {
            out.alu(ADD, w, d, a);
        } else {
            out.leaSum(w, d, a, b);
        }
    }

    /** {@code d = a + value}. */
    void addImm(int w, int d, int a, int value) {
        if (value == 0) {
            constants.move(w, d, a);
        } else if (d != a) {
            out.lea(w, d, a, value);
        } else if (value == 128) {
            out.aluImm(SUB, w, d, -128);
        } else {
            out.aluImm(ADD, w, d, value);
        }
    }

    /** {@code d = a - b}. */
    void sub(int w, int d, int a, int b) {
        if (a == b) {
            out.alu(XOR, W32, d, d);
        } else if (d == b) {
            out.unary(NEG, w, d);
            out.alu(ADD, w, d, a);
        } else {
            constants.move(w, d, a);
            out.alu(SUB, w, d, b);
        }
    }

    /** {@code d = value - a}. */
    void negateAndAdd(int w, int d, int a, int value) {
        if (d == a || value == 0) {
            constants.move(w, d, a);
            out.unary(NEG, w, d);
            if (value != 0) {
                addImm(w, d, d, value);
            }
        } else {
            constants.load(d, value);
            out.alu(SUB, w, d, a);
        }
    }
}
