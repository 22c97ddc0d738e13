package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.IMUL;
import static dev.paddock.codegen.x64.internal.Encoder.SAR;
import static dev.paddock.codegen.x64.internal.Encoder.SHR;
import static dev.paddock.codegen.x64.internal.Encoder.SUB;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RAX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDX;

/** Products and their upper halves. */
final class Multiplication {
    private final Encoder out;
    private final Constants constants;
    private final boolean is64Bit;

    Multiplication(Encoder out, Constants constants, int natural) {
        this.out = out;
        this.constants = constants;
        this.is64Bit = natural == W64;
    }

    /** {@code d = a * b}, the low half. */
    void low(int w, int d, int a, int b) {
        if (d == b) {
            out.imul(w, d, a);
        } else {
            constants.move(w, d, a);
            out.imul(w, d, b);
        }
    }

    /** The upper half of the unsigned product. */
    void upperUnsigned(int d, int a, int b) {
        if (is64Bit) {
            out.mov(W64, RDX, a);
            out.mulx(W64, d, RCX, b);
        } else {
            // Registers are zero-extended: the 64-bit product is whole.
            out.mov(W32, RCX, a);
            out.imul(W64, RCX, b);
            upperOfRcx(d);
        }
    }

    /** The upper half of the signed product. */
    void upperSigned(int d, int a, int b) {
        if (!is64Bit) {
            out.movsxd(RCX, a);
            out.movsxd(RDX, b);
            out.imul(W64, RCX, RDX);
            upperOfRcx(d);
        } else if (a == RAX || b != RAX) {
            upperByRax(d, a, b);
        } else {
            upperByRax(d, b, a);
        }
    }

    /** rdx:rax = a * b; b is not rax unless a is. */
    private void upperByRax(int d, int a, int b) {
        if (d != RAX) {
            out.mov(W64, RCX, RAX);
        }
        constants.move(W64, RAX, a);
        out.unary(IMUL, W64, b);
        out.mov(W64, d, RDX);
        if (d != RAX) {
            out.mov(W64, RAX, RCX);
        }
    }

    /** The upper half of a (signed) times b (unsigned): the unsigned one, less b where a is negative. */
    void upperMixed(int d, int a, int b) {
        if (is64Bit) {
            out.mov(W64, RDX, a);
            out.mulx(W64, RDX, RCX, b);
            out.mov(W64, RCX, a);
            out.shiftImm(SAR, W64, RCX, 63);
            out.alu(AND, W64, RCX, b);
            out.alu(SUB, W64, RDX, RCX);
            out.mov(W64, d, RDX);
        } else {
            out.movsxd(RCX, a);
            out.imul(W64, RCX, b);
            upperOfRcx(d);
        }
    }

    private void upperOfRcx(int d) {
        out.shiftImm(SHR, W64, RCX, 32);
        out.mov(W32, d, RCX);
    }
}
