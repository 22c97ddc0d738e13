package dev.paddock.worker.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.WorkerEntry;

/**
 * The worker's own program in its address space.
 *
 * <pre>
 *   WORKER + 0x0000  text, one page, read and execute: entry slots, the system call, the rest
 *          + 0x1000  nothing: the signal stack's guard
 *          + 0x2000  signal stack, 0x8000 bytes, private, read and write
 *          + 0xA000  state, one page, private, read and write
 *          + 0xB000  end
 * </pre>
 */
public final class WorkerLayout {
    public static final int TEXT_SIZE = 0x1000;

    /** The worker's only system call instruction; the kernel sees the address behind it as instruction pointer. */
    public static final long SYSCALL_SITE = AddressSpace.WORKER + (long) WorkerEntry.SLOTS * WorkerEntry.SLOT_SIZE;

    public static final long SIGNAL_STACK = AddressSpace.WORKER + 0x2000;
    public static final int SIGNAL_STACK_SIZE = 0x8000;

    static final long STATE = SIGNAL_STACK + SIGNAL_STACK_SIZE;
    static final int STATE_SIZE = 0x1000;

    /** u32: commands taken. */
    static final long COMMAND_POSITION = STATE;
    /** u32: events sent. */
    static final long EVENT_POSITION = STATE + 8;
    /** u64: where to go on in the guest's code. */
    static final long TARGET = STATE + 24;
    /** u32: number of the posted call that waits for room. */
    static final long NUMBER = STATE + 32;
    /** u32: calls posted. */
    static final long POSTED_POSITION = STATE + 40;
    /** u32: the position at which their ring is full, as far as known. */
    static final long POSTED_LIMIT = STATE + 44;
    /** u64: where the next one goes. */
    static final long POSTED_SLOT = STATE + 48;

    /** Descriptors a worker is born with: what it keeps comes first. */
    public static final int SOCKET = 3;
    /** Closed once mapped. */
    public static final int CONTROL = 4;
    /** The lowest free number once 0 to 2 are closed: what every descriptor gets that comes over the socket. */
    public static final int MODULE = 0;
    public static final int MEMORY = 5;
    /** Closed once mapped. */
    public static final int HALT_PAGE = 6;

    /** Exit codes that say what a worker died of, if it had the time to say it. */
    public static final int EXIT_NO_CONTROL = 101;
    public static final int EXIT_BAD_COMMAND = 102;
    public static final int EXIT_FAULT = 103;

    private WorkerLayout() {}
}
