package dev.paddock.codegen.x64.internal;

/**
 * Which machine register each guest register lives in, for good.
 *
 * <pre>
 * ra r12 | t0 r14 | t1 r15 | t2 r13 | s0 rbp | s1 r8 | a0 rdi | a1 rax | a2 rsi | a3 r9 | a4 r10 | a5 r11
 * sp rbx, and rsp counts gas; where none is counted, sp rsp; StackPointer lets them change places for a while
 * </pre>
 *
 * rcx and rdx are the two temporaries. rsp is the better register for a stack pointer: processors forward what is stored
 * on the stack to the load behind it without a delay, and some (Zen) know a stack by that register alone. Hardware numbers,
 * for the encoder.
 */
public final class GuestRegisters {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RSI = 6;
    static final int RDI = 7;

    /** Guest number of sp. */
    static final int SP = 1;

    private static final int COUNT = 13;
    // A nibble for each guest register, r0 lowest.
    private static final long WITH_COUNTER = 0xb_a960_785d_fe3cL;
    private static final long WITHOUT_COUNTER = 0xb_a960_785d_fe4cL;

    private GuestRegisters() {}

    /** The hardware number of guest register i in nibble i, where rsp counts gas and where sp is in it. */
    static long mapping(boolean counterInRsp) {
        return counterInRsp ? WITH_COUNTER : WITHOUT_COUNTER;
    }

    /** Hardware number of guest register {@code number} (0..12). */
    static int hardware(long mapping, int number) {
        return (int) (mapping >>> 4 * number) & 15;
    }

    /** A mask of hardware registers as one of guest registers: bit i for number i. */
    static int guestMask(long mapping, int hardwareMask) {
        int mask = 0;
        for (int number = 0; number < COUNT; number++) {
            mask |= (hardwareMask >>> hardware(mapping, number) & 1) << number;
        }
        return mask;
    }
}
