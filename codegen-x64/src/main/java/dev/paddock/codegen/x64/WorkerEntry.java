package dev.paddock.codegen.x64;

/**
 * Fixed entry points of the worker's program: 16-byte slots at the start of its text, each a jump to the real code.
 * Generated code leaves by {@code jmp rel32} to one of them.
 */
public final class WorkerEntry {
    /** Bytes of a slot. */
    public static final int SLOT_SIZE = 16;
    /** Where the kernel starts the worker (ELF e_entry). */
    public static final long START = AddressSpace.WORKER;
    /** Host call: ecx = number, rdx = native address to resume at. */
    public static final long HOST_CALL = AddressSpace.WORKER + 0x10;
    /** One-way host call: as {@link #HOST_CALL}; the worker posts an event and goes on at rdx without waiting. */
    public static final long POSTED_CALL = AddressSpace.WORKER + 0x20;
    /** The program ended: registers exact, no pc. The jump table's entry of the halt address leads here. */
    public static final long HALT = AddressSpace.WORKER + 0x30;
    /** sbrk: ecx = d | s << 8 (guest register numbers), rdx = native address to resume at; the host does it. */
    public static final long SBRK = AddressSpace.WORKER + 0x40;
    /** Number of slots, one of them spare. */
    public static final int SLOTS = 6;

    private WorkerEntry() {}
}
