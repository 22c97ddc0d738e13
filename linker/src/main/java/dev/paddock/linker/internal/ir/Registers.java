package dev.paddock.linker.internal.ir;

/** Sets of registers, a bit each, and what the calling convention says of them. */
public final class Registers {
    public static final int COUNT = 13;
    public static final int RA = 1 << Value.Reg.RA;
    public static final int SP = 1 << Value.Reg.SP;
    public static final int ALL = (1 << COUNT) - 1;

    private static final int T0_TO_T2 = 0b111 << 2;
    private static final int S0_S1 = 0b11 << 5;
    private static final int A0_TO_A5 = 0b11_1111 << Value.Reg.A0;
    private static final int A0_A1 = 0b11 << Value.Reg.A0;

    /** What a host call leaves undefined, its results included. */
    public static final int CALLER_SAVED = A0_TO_A5 | T0_TO_T2;

    /** What the host looks at when a function it called is done. */
    public static final int RETURNED_TO_HOST = A0_A1 | SP | S0_S1;

    static final int MEMSET_READS = 0b111 << Value.Reg.A0;
    static final int MEMSET_WRITES = 0b101 << Value.Reg.A0;

    private Registers() {}

    /** The first {@code count} of a0..a5, t0..t2. */
    public static int ofArguments(int count) {
        int arguments = (1 << Math.min(count, 6)) - 1 << Value.Reg.A0;
        return count <= 6 ? arguments : arguments | (1 << count - 6) - 1 << 2;
    }
}
