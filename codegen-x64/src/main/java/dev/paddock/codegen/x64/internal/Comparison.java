package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.CMP;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;

import dev.paddock.program.InstructionReader;

/** Comparisons that end in a register: set, conditional move, minimum and maximum. */
final class Comparison {
    private Comparison() {}

    /** {@code d = a condition b ? 1 : 0}. */
    static final class Set extends Row {
        private final int condition;

        Set(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (emission.carryIsThere(r)) {
                out.setcc(condition, d);
                out.movzx8(d, d);
            } else if (d != a && d != b) {
                out.alu(XOR, W32, d, d);
                out.alu(CMP, natural, a, b);
                out.setcc(condition, d);
            } else {
                out.alu(CMP, natural, a, b);
                out.setcc(condition, d);
                out.movzx8(d, d);
            }
        }
    }

    /** {@code d = s condition imm ? 1 : 0}. */
    static final class SetImm extends Row {
        private final int condition;

        SetImm(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            int d = r1(r);
            int s = r2(r);
            if (d != s) {
                out.alu(XOR, W32, d, d);
                compare(s, imm(r));
                out.setcc(condition, d);
            } else {
                compare(s, imm(r));
                out.setcc(condition, d);
                out.movzx8(d, d);
            }
        }
    }

    /** {@code if (c == 0)} or {@code != 0}, as the condition says: {@code d = s}. */
    static final class ConditionalMove extends Row {
        private final int condition;

        ConditionalMove(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            int c = r2(r);
            out.test(natural, c, c);
            out.cmov(condition, natural, r3(r), r1(r));
        }
    }

    /** The same with a constant. */
    static final class ConditionalMoveImm extends Row {
        private final int condition;

        ConditionalMoveImm(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            int c = r2(r);
            load(RCX, imm(r));
            out.test(natural, c, c);
            out.cmov(condition, natural, r1(r), RCX);
        }
    }

    /** {@code d = a}, but {@code b} if {@code a condition b}: minimum and maximum. */
    static final class Select extends Row {
        private final int condition;

        Select(Emission emission, int condition) {
            super(emission);
            this.condition = condition;
        }

        @Override
        void emit(InstructionReader r) {
            int a = r1(r);
            int b = r2(r);
            int d = r3(r);
            if (d == b) {
                out.alu(CMP, natural, d, a);
                out.cmov(condition, natural, d, a);
            } else {
                move(natural, d, a);
                out.alu(CMP, natural, d, b);
                out.cmov(condition, natural, d, b);
            }
        }
    }
}
