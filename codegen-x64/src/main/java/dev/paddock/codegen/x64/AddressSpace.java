package dev.paddock.codegen.x64;

/**
 * Where things lie in a worker's address space. All addresses are absolute and fixed, so generated code is a plain
 * file.
 *
 * <pre>
 * 0x0_0001_0000 .. 0x0_FFFF_FFFF  guest memory, at its own guest addresses
 * 0x1_0000_0000                   guard: never mapped, so an access that runs over 2^32 faults
 * 0x1_0001_0000                   control area: context page and rings, shared with the host
 * 0x1_0004_0000                   the worker's own program, then its signal stack
 * 0x1_0010_0000 .. 0x1_7000_0000  machine code of the module (read and execute), constants behind it
 * 0x2_0000_0000                   jump table (the gs base): 8 bytes at +8a for the dynamic address a
 * </pre>
 */
public final class AddressSpace {
    /** Lowest guest address that can ever be mapped. */
    public static final long GUEST_START = 0x1_0000L;
    /** One past the last guest address. */
    public static final long GUEST_END = 0x1_0000_0000L;
    /** Bytes above {@link #GUEST_END} that stay unmapped. */
    public static final long GUARD_SIZE = 0x1_0000L;
    /** Control area: context page ({@link ContextLayout}) and rings. */
    public static final long CONTROL = 0x1_0001_0000L;
    public static final long CONTROL_SIZE = 0x2_0000L;
    /** The worker's own ELF, its text first ({@link WorkerEntry}). */
    public static final long WORKER = 0x1_0004_0000L;
    /** End of the room kept for the worker's own ELF and its signal stack. */
    public static final long WORKER_END = 0x1_0008_0000L;
    /** Machine code of the module. */
    public static final long CODE = 0x1_0010_0000L;
    /** One past the highest address machine code may use. */
    public static final long CODE_END = 0x1_7000_0000L;
    /** The gs base. */
    public static final long JUMP_TABLE = 0x2_0000_0000L;
    /** Bytes from {@link #JUMP_TABLE} for each unit of a dynamic address. */
    public static final int JUMP_TABLE_SCALE = 8;
    /** What an invalid entry of the jump table holds: non-canonical, so the jump itself faults, registers unchanged. */
    public static final long INVALID_JUMP_TARGET = 0x8000_0000_0000_0000L;

    private AddressSpace() {}

    /** Address of the jump table's entry for the dynamic address {@code address} (its low 32 bits). */
    public static long jumpTableEntry(int address) {
        return JUMP_TABLE + JUMP_TABLE_SCALE * Integer.toUnsignedLong(address);
    }
}
