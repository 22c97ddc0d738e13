package dev.paddock.ipc;

/** Kinds of commands, and their payload. */
public final class Commands {
    /**
     * Load registers and gas from the context page and jump: +8 u64 address. What changes of them travels here, so that the
     * context's cache lines stay with the worker: +16 u32 flags, of which bit i says that register i is among the values,
     * then from +24 on up to {@link #VALUES_MAX} u64 values: the registers in the order of their numbers, then gas.
     */
    public static final int RUN = 1;
    /** Do a system call: +8 u64 number, +16 .. +56 u64 arguments. Answered by {@link Events#SYSCALL_DONE}. */
    public static final int SYSCALL = 2;
    /** In a signal stop only: run one machine instruction. Answered by a {@link Events#SIGNAL} of SIGTRAP. */
    public static final int STEP = 3;
    /** In a signal stop only: go on where the signal arrived. */
    public static final int CONTINUE = 4;

    public static final int ADDRESS = 8;
    public static final int FLAGS = 16;
    public static final int VALUES = 24;
    public static final int VALUES_MAX = 5;
    /** The flags that are registers. */
    public static final int REGISTERS = 0x1FFF;
    /** Of them, the one that a host call's result goes to. */
    public static final int ONLY_A0 = 1 << 7;
    /** Flag: gas is the last value. */
    public static final int WITH_GAS = 0x2000;
    /** Flag: registers that are not among the values are zero. */
    public static final int ELSE_ZERO = 0x4000;

    public static final int NUMBER = 8;
    public static final int ARGUMENTS = 16;

    private Commands() {}
}
