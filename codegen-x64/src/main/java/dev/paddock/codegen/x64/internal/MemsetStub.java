package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Conditions.ABOVE;
import static dev.paddock.codegen.x64.internal.Conditions.NOT_EQUAL;
import static dev.paddock.codegen.x64.internal.Encoder.ADD;
import static dev.paddock.codegen.x64.internal.Encoder.CMP;
import static dev.paddock.codegen.x64.internal.Encoder.SUB;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RCX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RDI;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSI;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.codegen.x64.Metering;

/**
 * The stub behind every memset, at the start of the code: fills rsi bytes at rdi with al, returns to rdx. Gas is paid
 * ahead, as much as there is: what could not be paid is left over in rsi and ends in a trap of its own.
 *
 * <pre>
 *     mov edi, edi
 *     mov ecx, esi          bytes asked for
 *     cmp rcx, rsp
 *     cmova rcx, rsp        bytes that can be paid (unsigned: an overdrawn async counter pays on)
 *     sub rsp, rcx
 *     sub esi, ecx          bytes that can't
 *     rep stosb             may fault: rcx bytes are paid but not stored
 *     mov edi, edi
 *     test esi, esi
 *     jnz out
 *     jmp rdx
 * out: hlt                  out of gas
 * </pre>
 *
 * Without metering the payment is missing; in float mode rsp is free and serves to compute in.
 */
public final class MemsetStub {
    /** It is the first thing in the code. */
    static final int POSITION = 0;

    /** Bits of the largest double: what the float counter holds when gas is 0. */
    private static final long NO_GAS_LEFT = 0x7fef_ffff_ffff_ffffL;

    private static final int XMM0 = 0;

    private int fill;
    private int outOfGas;
    private int end;

    /** Position of the {@code rep stosb}. */
    public int fill() {
        return fill;
    }

    /** Position of the trap that means out of gas. */
    public int outOfGas() {
        return outOfGas;
    }

    /** Position after the stub. */
    public int end() {
        return end;
    }

    public void emit(Encoder out, Metering metering) {
        out.reserve(96);
        out.mov(W32, RDI, RDI);
        switch (metering) {
            case NONE -> {}
            case SYNC, ASYNC -> {
                affordable(out);
                out.alu(SUB, W64, RSP, RCX);
            }
            case FLOAT -> {
                // gas = bits of the last finite value - bits of the counter; paying adds to the bits.
                out.movImm64(RSP, NO_GAS_LEFT);
                out.movqFrom(RCX, XMM0);
                out.alu(SUB, W64, RSP, RCX);
                affordable(out);
                out.movqFrom(RSP, XMM0);
                out.alu(ADD, W64, RSP, RCX);
                out.movqTo(XMM0, RSP);
            }
        }
        if (metering == Metering.NONE) {
            out.mov(W32, RCX, RSI);
        }
        out.alu(SUB, W32, RSI, RCX);
        fill = out.position();
        out.put(0xaaf3, 2);
        out.mov(W32, RDI, RDI);
        out.test(W32, RSI, RSI);
        int exhausted = out.jccShort(NOT_EQUAL);
        out.put(0xe2ff, 2);
        out.landShort(exhausted);
        outOfGas = out.position();
        out.hlt();
        end = out.position();
    }

    /** rcx = min(lo32(a2), rsp). */
    private static void affordable(Encoder out) {
        out.mov(W32, RCX, RSI);
        out.alu(CMP, W64, RCX, RSP);
        out.cmov(ABOVE, W64, RCX, RSP);
    }
}
