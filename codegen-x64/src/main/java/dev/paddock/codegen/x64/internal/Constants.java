package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;

/** Loads constants and moves registers, in the shortest form. Flags are free between guest instructions. */
final class Constants {
    private final Encoder out;
    private final int w;

    Constants(Encoder out, int w) {
        this.out = out;
        this.w = w;
    }

    /** {@code d = value}: 2-3 bytes for 0, 5-6 for what 32 bits hold, 7 for what they hold with a sign, else 10. */
    void load(int d, long value) {
        if (value == 0) {
            out.alu(XOR, W32, d, d);
        } else if (w == W32 || value >>> 32 == 0) {
            out.movImm32(d, (int) value);
        } else if ((int) value == value) {
            out.movImmSigned(W64, d, (int) value);
        } else {
            out.movImm64(d, value);
        }
    }

    /** {@code d = s}. */
    void move(int d, int s) {
        move(w, d, s);
    }

    /** {@code d = s}, {@code width} of them counting. */
    void move(int width, int d, int s) {
        if (d != s) {
            out.mov(width, d, s);
        }
    }
}
