package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.ROR;
import static dev.paddock.codegen.x64.internal.Encoder.SAR;
import static dev.paddock.codegen.x64.internal.Encoder.SHL;
import static dev.paddock.codegen.x64.internal.Encoder.SHR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;

/**
 * Shifts and rotates. The hardware masks counts as the guest expects: by 63 for 64-bit operands, by 31 for 32-bit ones. The
 * 32-bit forms leave a sign-extended register behind where registers have 64 bits.
 */
final class Shifts {
    private final Encoder out;
    private final Constants constants;
    private final int natural;

    Shifts(Encoder out, Constants constants, int natural) {
        this.out = out;
        this.constants = constants;
        this.natural = natural;
    }

    /** After a 32-bit operation: d = sx32(d). */
    void extend(int w, int d) {
        if (w != natural) {
            out.movsxd(d, d);
        }
    }

    /** {@code d = s << count}. */
    void left(int w, int d, int s, int count) {
        out.shlx(w, d, s, count);
        extend(w, d);
    }

    /** {@code d = s >>> count}. */
    void right(int w, int d, int s, int count) {
        out.shrx(w, d, s, count);
        extend(w, d);
    }

    /** {@code d = s >> count}, arithmetic. */
    void arithmeticRight(int w, int d, int s, int count) {
        out.sarx(w, d, s, count);
        extend(w, d);
    }

    /** {@code d = s} rotated by {@code count}. */
    void rotate(int op, int w, int d, int s, int count) {
        out.mov(W32, RCX, count);
        constants.move(w, d, s);
        out.shiftCl(op, w, d);
        extend(w, d);
    }

    /** {@code d = value} rotated right by {@code count}. */
    void rotateConstant(int w, int d, int value, int count) {
        out.mov(W32, RCX, count);
        load(w, d, value);
        out.shiftCl(ROR, w, d);
        extend(w, d);
    }

    /** {@code d = value << count}. */
    void leftConstant(int w, int d, int value, int count) {
        load(w, RCX, value);
        left(w, d, RCX, count);
    }

    /** {@code d = value >>> count}. */
    void rightConstant(int w, int d, int value, int count) {
        load(w, RCX, value);
        right(w, d, RCX, count);
    }

    /** {@code d = value >> count}, arithmetic. */
    void arithmeticRightConstant(int w, int d, int value, int count) {
        load(w, RCX, value);
        arithmeticRight(w, d, RCX, count);
    }

    private void load(int w, int d, int value) {
        constants.load(d, w == W64 ? value : Integer.toUnsignedLong(value));
    }

    /** {@code d = s << count}, count 0..63 or 0..31. */
    void leftImm(int w, int d, int s, int count) {
        if (count == 0) {
            unshifted(w, d, s);
        } else if (count == 1 && d != s) {
            out.leaSum(w, d, s, s);
            extend(w, d);
        } else {
            constants.move(w, d, s);
            out.shiftImm(SHL, w, d, count);
            extend(w, d);
        }
    }

    /** {@code d = s >>> count}: once shifted, a 32-bit value is positive and its own extension. */
    void rightImm(int w, int d, int s, int count) {
        if (count == 0) {
            unshifted(w, d, s);
        } else {
            constants.move(w, d, s);
            out.shiftImm(SHR, w, d, count);
        }
    }

    /** {@code d = s >> count}, arithmetic: 32 bits are extended first, or last where that takes no move. */
    void arithmeticRightImm(int w, int d, int s, int count) {
        if (count == 0) {
            unshifted(w, d, s);
        } else if (w == natural || d == s) {
            constants.move(w, d, s);
            out.shiftImm(SAR, w, d, count);
            extend(w, d);
        } else {
            out.movsxd(d, s);
            out.shiftImm(SAR, W64, d, count);
        }
    }

    /** {@code d = s} rotated right by {@code count}. */
    void rotateRightImm(int w, int d, int s, int count) {
        if (count == 0) {
            unshifted(w, d, s);
        } else if (d == s) {
            out.shiftImm(ROR, w, d, count);
            extend(w, d);
        } else {
            out.rorx(w, d, s, count);
            extend(w, d);
        }
    }

    private void unshifted(int w, int d, int s) {
        if (w == natural) {
            constants.move(d, s);
        } else {
            out.movsxd(d, s);
        }
    }
}
