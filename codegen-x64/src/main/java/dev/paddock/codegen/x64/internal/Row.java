package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.CMP;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;

import dev.paddock.program.InstructionReader;

/**
 * Emits one kind of guest instruction; {@link InstructionTable} has one for each. Subclasses are the rows of that
 * table and hold what distinguishes them: a width, an opcode, a condition.
 *
 * <p>This is the one call per instruction that HotSpot can't inline. An abstract class rather than an interface for
 * what the rows share; interface calls were no slower within the noise of measuring.
 *
 * <p>{@link #r1}, {@link #r2} and {@link #r3} are the hardware registers of the operands as the reader numbers them.
 * Where there are two, r1 is the destination (or what is stored, or compared) and r2 the source (or base); where
 * there are three, r1 and r2 are the sources and r3 the destination.
 */
abstract class Row {
    final Emission emission;
    final Encoder out;
    /** Width of guest registers: 64 bits, or 32 in latest32, whose machine registers hold zero-extended values. */
    final int natural;

    Row(Emission emission) {
        this.emission = emission;
        out = emission.out();
        natural = emission.natural();
    }

    /** Emits the instruction the reader stands on. Flags and the two temporaries are free before and after. */
    abstract void emit(InstructionReader r);

    final int r1(InstructionReader r) {
        return emission.hardware(r.r1());
    }

    final int r2(InstructionReader r) {
        return emission.hardware(r.r2());
    }

    final int r3(InstructionReader r) {
        return emission.hardware(r.r3());
    }

    /** The first immediate; all but load_imm64's fit in 32 bits. */
    static int imm(InstructionReader r) {
        return (int) r.imm1();
    }

    // ---- what many rows need

    /** {@code d = s}, {@code w} of them counting. */
    final void move(int w, int d, int s) {
        if (d != s) {
            out.mov(w, d, s);
        }
    }

    /** {@code d = value}: 2-3 bytes for 0, 5-6 for what 32 bits hold, 7 for what they hold with a sign, else 10. */
    final void load(int d, long value) {
        if (value == 0) {
            out.alu(XOR, W32, d, d);
        } else if (natural == W32 || value >>> 32 == 0) {
            out.movImm32(d, (int) value);
        } else if ((int) value == value) {
            out.movImmSigned(W64, d, (int) value);
        } else {
            out.movImm64(d, value);
        }
    }

    /** After an operation of width {@code w}: {@code d = sx32(d)} where registers are wider, in time. */
    final void extend(int w, int d) {
        if (w != natural) {
            emission.extensions().extend(d);
        }
    }

    /** The width of the bit by bit operation at hand; {@link #extend} its result. */
    final int bitwiseWidth() {
        return emission.extensions().isNarrow() ? W32 : natural;
    }

    /** {@code cmp a, value}; test sets the same flags for 0, in fewer bytes. */
    final void compare(int a, int value) {
        if (value == 0) {
            out.test(natural, a, a);
        } else {
            out.aluImm(CMP, natural, a, value);
        }
    }
}
