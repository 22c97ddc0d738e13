package dev.paddock.codegen.x64;

/**
 * The context page: offsets from {@link AddressSpace#CONTROL}. Registers travel through it whenever a worker stops or
 * starts.
 *
 * <pre>
 * 0x000  regs[13]   u64 each, r0 (ra) first
 * 0x068  gas        i64; sync and async: rsp; float: the raw bits of xmm0; none: sp, in rsp
 * 0x070  rcx        u64, the two temporaries, for resuming in the middle of an instruction
 * 0x078  rdx        u64
 * 0x080  rflags     u64
 * 0x088  mxcsr      u32, loaded before running
 * 0x090  interrupt  u32, set by the host, read by the worker's signal handler
 * 0x094  metering   u32, {@link Metering#ordinal()}
 * 0x098  spin       u32, how often an idle worker looks for a command (with a pause each) before it sleeps
 * 0x09C  saved      u32, up to which event the state is here: that of a guest that left by itself comes behind its event
 * </pre>
 */
public final class ContextLayout {
    public static final int REGISTERS = 0x000;
    public static final int REGISTER_COUNT = 13;
    public static final int GAS = 0x068;
    public static final int RCX = 0x070;
    public static final int RDX = 0x078;
    public static final int RFLAGS = 0x080;
    public static final int MXCSR = 0x088;
    public static final int INTERRUPT = 0x090;
    public static final int METERING = 0x094;
    public static final int SPIN = 0x098;
    public static final int SAVED = 0x09C;
    /** Bytes in use. */
    public static final int SIZE = 0x0A0;

    private ContextLayout() {}

    /** Offset of guest register {@code number} (0..12). */
    public static int register(int number) {
        return REGISTERS + 8 * number;
    }
}
