package dev.paddock.ipc;

/** Kinds of commands, and their payload. */
public final class Commands {
    /**
     * Load registers and gas from the context page and jump: +8 u64 address. What a host call's answer changes travels
     * here instead, so that the context's cache lines stay with the worker: +16 u32 flags, +24 u64 a0, +32 u64 gas.
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
    public static final int A0 = 24;
    public static final int GAS = 32;
    /** Flag: a0 is in the command. */
    public static final int WITH_A0 = 1;
    /** Flag: gas is in the command. */
    public static final int WITH_GAS = 2;

    public static final int NUMBER = 8;
    public static final int ARGUMENTS = 16;

    private Commands() {}
}
