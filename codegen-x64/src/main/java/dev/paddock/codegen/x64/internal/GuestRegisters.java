package dev.paddock.codegen.x64.internal;

/**
 * Which machine register each guest register lives in, for good.
 *
 * <pre>
 * ra r12 | sp rbx | t0 r14 | t1 r15 | t2 r13 | s0 rbp | s1 r8 | a0 rdi | a1 rax | a2 rsi | a3 r9 | a4 r10 | a5 r11
 * </pre>
 *
 * rsp counts gas; rcx and rdx are the two temporaries. Hardware numbers, for the encoder.
 */
public final class GuestRegisters {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RSP = 4;
    static final int RSI = 6;
    static final int RDI = 7;

    // A nibble for each guest register, r0 lowest.
    private static final long HARDWARE = 0xb_a960_785d_fe3cL;

    private GuestRegisters() {}

    /** Hardware number of guest register {@code number} (0..12). */
    public static int hardware(int number) {
        return (int) (HARDWARE >>> 4 * number) & 15;
    }
}
