package dev.paddock.program;

import java.util.Arrays;
import java.util.Objects;

/**
 * The code of a program: its bytes, where instructions and basic blocks begin, and its jump table. Immutable; nothing
 * here decodes operands, see {@link InstructionReader}.
 *
 * <p>Positions are byte offsets, 32-bit unsigned; code is at most 32 MiB, so any position inside it is a small
 * non-negative int, and any other int is simply not one.
 */
public final class Code {
    /** The address whose dynamic jump ends the program; {@link #dynamicTarget} does not know it. */
    public static final int HALT_ADDRESS = 0xffff0000;

    /** The longest code. */
    public static final int MAX_LENGTH = 32 << 20;

    /** The longest jump table, in entries. */
    public static final int MAX_JUMP_TABLE_LENGTH = 1 << 24;

    /** Extended encoding: instructions never straddle a multiple of this. */
    public static final int EXTENDED_BLOCK = 1024;

    /** Zero bytes kept after the code, so that decoding reads whole words and never asks where the end is. */
    static final int PADDING = 32;

    private final Isa isa;
    private final int length;
    private final byte[] bytes;
    private final Layout layout;
    private final int jumpTableLength;
    private final int jumpTableEntrySize;
    private final byte[] jumpTable;

    /**
     * @param code copied
     * @param bitmask legacy encoding: one bit per byte of code; extended: empty
     * @param jumpTable entries of {@code entrySize} bytes, which if 0 means none
     */
    Code(Isa isa, byte[] code, byte[] bitmask, byte[] jumpTable, int entrySize) {
        this(isa, Arrays.copyOf(code, code.length + PADDING), code.length, bitmask, jumpTable, entrySize);
    }

    /** @param padded the code and {@link #PADDING} zeros; not copied */
    Code(Isa isa, byte[] padded, int length, byte[] bitmask, byte[] jumpTable, int entrySize) {
        this.isa = isa;
        this.length = length;
        this.bytes = padded;
        this.layout = isa.isExtended()
                ? new ExtendedLayout(isa, bytes, length)
                : new LegacyLayout(isa, bytes, length, bitmask);
        this.jumpTableEntrySize = entrySize;
        this.jumpTableLength = entrySize == 0 ? 0 : jumpTable.length / entrySize;
        this.jumpTable = jumpTable;
    }

    public Isa isa() {
        return isa;
    }

    /** Bytes of code; the array of {@link #bytes} is longer. */
    public int length() {
        return length;
    }

    /**
     * The code itself, not a copy: read only. {@link #length} bytes of code, then zeros, at least {@value #PADDING}, as
     * operands that run past the end read them.
     */
    public byte[] bytes() {
        return bytes;
    }

    /** Legacy encoding: a copy of the bitmask, one bit per byte of code. Extended: empty. */
    public byte[] bitmask() {
        return switch (layout) {
            case LegacyLayout legacy -> legacy.bitmask();
            case ExtendedLayout extended -> new byte[0];
        };
    }

    Layout layout() {
        return layout;
    }

    private boolean isInside(int pc) {
        return Integer.compareUnsigned(pc, length) < 0;
    }

    /** Whether an instruction (valid or not) starts at this position. */
    public boolean isInstruction(int pc) {
        return isInside(pc) && layout.isInstruction(pc);
    }

    /** Whether this position is a valid jump target. */
    public boolean isBlockStart(int pc) {
        return isInside(pc) && layout.isBlockStart(pc);
    }

    /** The nearest block start at or after {@code pc}, a position inside; the code's length if there is none. */
    public int blockStartFrom(int pc) {
        return layout.blockStartFrom(Objects.checkIndex(pc, length));
    }

    /**
     * Start of the basic block that contains the instruction at {@code pc}.
     *
     * @throws IllegalArgumentException if no instruction starts there
     */
    public int blockStartOf(int pc) {
        int start = isInside(pc) ? layout.blockStartOf(pc) : -1;
        if (start < 0) {
            throw new IllegalArgumentException(
                    "No instruction starts at " + Integer.toUnsignedString(pc) + " in code of " + length + " bytes");
        }
        return start;
    }

    /** Entries of the jump table. */
    public int jumpTableLength() {
        return jumpTableLength;
    }

    /** Bytes an entry takes in the container. */
    public int jumpTableEntrySize() {
        return jumpTableEntrySize;
    }

    /** Entry {@code index}, from 0; unsigned, and not necessarily a valid target. */
    public int jumpTableEntry(int index) {
        int at = Objects.checkIndex(index, jumpTableLength) * jumpTableEntrySize;
        int entry = 0;
        for (int i = jumpTableEntrySize - 1; i >= 0; i--) {
            entry = entry << 8 | jumpTable[at + i] & 0xff;
        }
        return entry;
    }

    /** Where a dynamic jump to a 32-bit address leads, or -1 if that is a trap. Entry k has the address 2 (k + 1). */
    public int dynamicTarget(int address) {
        int index = (address >>> 1) - 1;
        if ((address & 1) != 0 || index < 0 || index >= jumpTableLength) {
            return -1;
        }
        int target = jumpTableEntry(index);
        return isBlockStart(target) ? target : -1;
    }
}
