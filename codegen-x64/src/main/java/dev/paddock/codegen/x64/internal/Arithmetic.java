package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.ADC;
import static dev.paddock.codegen.x64.internal.Encoder.ADD;
import static dev.paddock.codegen.x64.internal.Encoder.NEG;
import static dev.paddock.codegen.x64.internal.Encoder.SUB;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.program.InstructionReader;

/** Addition and subtraction; {@code w} is the width of the operation. */
final class Arithmetic {
    private Arithmetic() {}

    /** {@code d = a + b}: add where d is one of them, else lea. */
    static final class Add extends Row {
        private final int w;

        Add(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (w == W64) {
                boolean wanted = emission.carryIsWanted(r);
                if (emission.addsCarry(r.pc())) {
                    out.aluImm(ADC, W64, d, 0);
                    return;
                }
                if (wanted && d != a && d != b) {
                    out.mov(W64, d, a);
                    out.alu(ADD, W64, d, b);
                    return;
                }
            }
            if (d == a) {
                out.alu(ADD, w, d, b);
            } else if (d == b) {
                out.alu(ADD, w, d, a);
            } else if (a == RSP & b == RSP) {
                out.mov(w, d, a);
                out.alu(ADD, w, d, b);
            } else {
                out.leaSum(w, d, a, b);
            }
            extend(w, d);
        }
    }

    /** {@code d = s + imm}; with 32 bits and 0 it is the guest's way to write a sign extension. */
    static final class AddImm extends Row {
        private final int w;

        AddImm(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int value = imm(r);
            if (value != 0) {
                add(d, s, value);
                extend(w, d);
            } else if (w == natural) {
                move(w, d, s);
            } else if (d == s) {
                extend(w, d);
            } else {
                out.movsxd(d, s);
            }
        }

        private void add(int d, int s, int value) {
            if (d != s) {
                out.lea(w, d, s, value);
            } else if (value == 128) {
                out.aluImm(SUB, w, d, -128);
            } else {
                out.aluImm(ADD, w, d, value);
            }
        }
    }

    /** {@code d = a - b}. */
    static final class Sub extends Row {
        private final int w;

        Sub(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (a == b) {
                out.alu(XOR, W32, d, d);
                return;
            }
            if (d == b) {
                out.unary(NEG, w, d);
                out.alu(ADD, w, d, a);
            } else {
                move(w, d, a);
                out.alu(SUB, w, d, b);
            }
            extend(w, d);
        }
    }

    /** {@code d = imm - s}. */
    static final class NegateAndAdd extends Row {
        private final int w;

        NegateAndAdd(Emission emission, int w) {
            super(emission);
            this.w = w;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            int value = imm(r);
            if (value == 0) {
                move(w, d, s);
                out.unary(NEG, w, d);
            } else if (d == s) {
                out.unary(NEG, w, d);
                out.aluImm(ADD, w, d, value);
            } else {
                load(d, value);
                out.alu(SUB, w, d, s);
            }
            extend(w, d);
        }
    }
}
