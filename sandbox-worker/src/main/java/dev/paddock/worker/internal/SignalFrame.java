package dev.paddock.worker.internal;

/** What the kernel puts on the signal stack of an x86-64 process: offsets that its ABI fixes. */
final class SignalFrame {
    // struct siginfo
    static final int SI_ADDR = 16;

    // struct ucontext: flags, link, stack_t, then struct sigcontext
    static final int R8 = 40;
    static final int R9 = 48;
    static final int R10 = 56;
    static final int R11 = 64;
    static final int R12 = 72;
    static final int R13 = 80;
    static final int R14 = 88;
    static final int R15 = 96;
    static final int RDI = 104;
    static final int RSI = 112;
    static final int RBP = 120;
    static final int RBX = 128;
    static final int RDX = 136;
    static final int RAX = 144;
    static final int RCX = 152;
    static final int RSP = 160;
    static final int RIP = 168;
    static final int RFLAGS = 176;
    static final int ERROR_CODE = 192;
    static final int TRAP_NUMBER = 200;
    static final int FPSTATE = 224;

    // struct _fpstate_64, where FPSTATE points
    static final int XMM0 = 160;

    /** rflags: a debug trap after the next instruction. */
    static final int TRAP_FLAG = 0x100;

    private SignalFrame() {}
}
