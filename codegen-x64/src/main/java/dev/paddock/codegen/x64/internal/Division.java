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

/**
 * Division and remainder. The hardware divides rdx:rax and faults on zero and on overflow; the guest's never trap. rax is
 * a guest register: it waits in rcx meanwhile, which also serves when it is the divisor.
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
final class Division {
    private final Encoder out;
    private final Constants constants;
    private final Shifts shifts;
    private final int natural;

    Division(Encoder out, Constants constants, Shifts shifts, int natural) {
        this.out = out;
        this.constants = constants;
        this.shifts = shifts;
        this.natural = natural;
    }

    /** {@code d = a / b}; all ones for b = 0. */
    void unsigned(int w, int d, int a, int b) {
        out.test(w, b, b);
        int normal = out.jccShort(NOT_EQUAL);
        constants.load(d, -1);
        divide(DIV, w, d, a, b, RAX, normal);
    }

    /** {@code d = a % b}; a for b = 0. */
    void unsignedRemainder(int w, int d, int a, int b) {
        out.test(w, b, b);
        int normal = out.jccShort(NOT_EQUAL);
        constants.move(w, d, a);
        divide(DIV, w, d, a, b, RDX, normal);
    }

    /** {@code d = a / b}; -1 for b = 0, -a for b = -1 (which is a itself where it overflows). */
    void signed(int w, int d, int a, int b) {
        int normal = unlessZeroOrMinusOne(w, b);
        // rcx is 1 for b = 0, else 0: or with its negative makes -1 of anything.
        constants.move(w, d, a);
        out.unary(NEG, w, d);
        out.unary(NEG, w, RCX);
        out.alu(OR, w, d, RCX);
        divide(IDIV, w, d, a, b, RAX, normal);
    }

    /** {@code d = a % b}; a for b = 0, 0 for b = -1. */
    void signedRemainder(int w, int d, int a, int b) {
        int normal = unlessZeroOrMinusOne(w, b);
        constants.move(w, d, a);
        out.unary(NEG, w, RCX);
        out.alu(AND, w, d, RCX);
        divide(IDIV, w, d, a, b, RDX, normal);
    }

    private int unlessZeroOrMinusOne(int w, int b) {
        out.lea(w, RCX, b, 1);
        out.aluImm(CMP, w, RCX, 1);
        return out.jccShort(ABOVE);
    }

    private void divide(int op, int w, int d, int a, int b, int result, int normal) {
        int end = out.jumpShort();
        out.landShort(normal);
        boolean saves = d != RAX || b == RAX;
        if (saves) {
            out.mov(natural, RCX, RAX);
        }
        constants.move(w, RAX, a);
        if (op == DIV) {
            out.alu(XOR, W32, RDX, RDX);
        } else {
            out.signToRdx(w);
        }
        out.unary(op, w, b == RAX ? RCX : b);
        constants.move(w, d, result);
        if (d != RAX) {
            out.mov(natural, RAX, RCX);
        }
        out.landShort(end);
        shifts.extend(w, d);
    }
}
