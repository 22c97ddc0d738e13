package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Conditions.ABOVE;
import static dev.paddock.codegen.x64.internal.Conditions.NOT_EQUAL;
import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.CMP;
import static dev.paddock.codegen.x64.internal.Encoder.DIV;
import static dev.paddock.codegen.x64.internal.Encoder.IDIV;
import static dev.paddock.codegen.x64.internal.Encoder.NEG;
import static dev.paddock.codegen.x64.internal.Encoder.OR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.XOR;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RAX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDX;

import dev.paddock.program.InstructionReader;

/**
 * Division and remainder. The hardware divides rdx:rax and faults on zero and on overflow; the guest's never trap.
 * rax is a guest register: it waits in rcx meanwhile, which also serves when it is the divisor.
 *
 * <pre>
 *     test b, b             (signed: lea rcx, [b + 1]; cmp rcx, 1: b is 0 or -1)
 *     jnz normal            (signed: ja normal)
 *     d = what zero (or -1) gives
 *     jmp end
 * normal:
 *     mov rcx, rax; mov rax, a; xor edx, edx (signed: cqo)
 *     div b
 *     mov d, rax (or rdx); mov rax, rcx
 * end:
 * </pre>
 */
final class Division extends Row {
    private final boolean signed;
    private final boolean remainder;
    private final int w;

    private Division(Emission emission, boolean signed, boolean remainder, int w) {
        super(emission);
        this.signed = signed;
        this.remainder = remainder;
        this.w = w;
    }

    /** {@code d = a / b}, unsigned; all ones for b = 0. */
    static Division unsigned(Emission emission, int w) {
        return new Division(emission, false, false, w);
    }

    /** {@code d = a / b}; -1 for b = 0, -a for b = -1 (which is a itself where it overflows). */
    static Division signed(Emission emission, int w) {
        return new Division(emission, true, false, w);
    }

    /** {@code d = a % b}, unsigned; a for b = 0. */
    static Division unsignedRemainder(Emission emission, int w) {
        return new Division(emission, false, true, w);
    }

    /** {@code d = a % b}; a for b = 0, 0 for b = -1. */
    static Division signedRemainder(Emission emission, int w) {
        return new Division(emission, true, true, w);
    }

    @Override
    void emit(InstructionReader r) {
        int a = r1(r);
        int b = r2(r);
        int d = r3(r);
        int normal = signed ? unlessZeroOrMinusOne(b) : unlessZero(b);
        if (signed) {
            byZeroOrMinusOne(d, a);
        } else {
            byZero(d, a);
        }
        int end = out.jumpShort();
        out.landShort(normal);
        divide(d, a, b);
        out.landShort(end);
        extend(w, d);
    }

    private int unlessZero(int b) {
        out.test(w, b, b);
        return out.jccShort(NOT_EQUAL);
    }

    private void byZero(int d, int a) {
        if (remainder) {
            move(w, d, a);
        } else {
            load(d, -1);
        }
    }

    private int unlessZeroOrMinusOne(int b) {
        out.lea(w, RCX, b, 1);
        out.aluImm(CMP, w, RCX, 1);
        return out.jccShort(ABOVE);
    }

    /** rcx is 1 for b = 0, else 0: its negative keeps a remainder or clears it, and makes -1 of any quotient. */
    private void byZeroOrMinusOne(int d, int a) {
        move(w, d, a);
        if (!remainder) {
            out.unary(NEG, w, d);
        }
        out.unary(NEG, w, RCX);
        out.alu(remainder ? AND : OR, w, d, RCX);
    }

    private void divide(int d, int a, int b) {
        if (d != RAX || b == RAX) {
            out.mov(natural, RCX, RAX);
        }
        move(w, RAX, a);
        if (signed) {
            out.signToRdx(w);
        } else {
            out.alu(XOR, W32, RDX, RDX);
        }
        out.unary(signed ? IDIV : DIV, w, b == RAX ? RCX : b);
        move(w, d, remainder ? RDX : RAX);
        if (d != RAX) {
            out.mov(natural, RAX, RCX);
        }
    }
}
