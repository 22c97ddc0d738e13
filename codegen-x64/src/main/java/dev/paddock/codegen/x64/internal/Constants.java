package dev.paddock.codegen.x64.internal;

import dev.paddock.program.InstructionReader;

/** Constants and moves. */
final class Constants {
    private Constants() {}

    /** {@code d = imm}. */
    static final class Load extends Row {
        Load(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            load(r1(r), r.imm1());
        }
    }

    /** {@code d = s}. */
    static final class Move extends Row {
        Move(Emission emission) {
            super(emission);
        }

        @Override
        void emit(InstructionReader r) {
            int w = bitwiseWidth();
            int d = r1(r);
            move(w, d, r2(r));
            extend(w, d);
        }
    }
}
