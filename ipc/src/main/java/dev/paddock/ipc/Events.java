package dev.paddock.ipc;

/** Kinds of events, and their payload. Every stop of the guest has the gas register, as the machine holds it. */
public final class Events {
    /** The worker's loop runs: value = the stack pointer it was started with, extra = address of the vdso or 0. */
    public static final int READY = 1;
    /** value = result, or minus the errno. */
    public static final int SYSCALL_DONE = 2;
    /** number = host call number, address = where to go on; value, extra, more, fourth = a0 .. a3. */
    public static final int HOST_CALL = 3;
    /** One-way host call; the worker has gone on. No event has this kind: see {@link EventRing#posted}. */
    public static final int POSTED = 4;
    /** The guest returned to the halt address. Values as {@link #HOST_CALL}. */
    public static final int FINISHED = 5;
    /** number = destination | source << 8, address = where to go on. Values as {@link #HOST_CALL}. */
    public static final int SBRK = 6;
    /** A fault: number = signal, address = rip, value = fault address, extra = trap number, more = error code. */
    public static final int SIGNAL = 7;
    /** The host's interrupt: address = rip; number = {@link #AT_REST} if it hit before the guest had the processor. */
    public static final int INTERRUPTED = 8;
    /** The host's tick found gas below zero, or a stack pointer where gas is at other times: address = rip. */
    public static final int OUT_OF_GAS_ASYNC = 9;

    /** Number of an interrupt outside of a signal stop: the worker is in its loop, STEP and CONTINUE are misplaced. */
    public static final int AT_REST = 0;

    public static final int LAST_KIND = OUT_OF_GAS_ASYNC;

    public static final int NUMBER = 8;
    public static final int ADDRESS = 16;
    public static final int VALUE = 24;
    public static final int EXTRA = 32;
    public static final int MORE = 40;
    public static final int FOURTH = 48;
    public static final int GAS = 56;

    private Events() {}
}
