package dev.paddock.ipc;

/** Kinds of commands, and their payload. */
public final class Commands {
    /** Load the register file, gas and (float metering) the counter from the context page and jump: +8 u64 address. */
    public static final int RUN = 1;
    /** Do a system call: +8 u64 number, +16 .. +56 u64 arguments. Answered by {@link Events#SYSCALL_DONE}. */
    public static final int SYSCALL = 2;
    /** In a signal stop only: run one machine instruction. Answered by a {@link Events#SIGNAL} of SIGTRAP. */
    public static final int STEP = 3;
    /** In a signal stop only: go on where the signal arrived. */
    public static final int CONTINUE = 4;

    public static final int ADDRESS = 8;
    public static final int NUMBER = 8;
    public static final int ARGUMENTS = 16;

    private Commands() {}
}
