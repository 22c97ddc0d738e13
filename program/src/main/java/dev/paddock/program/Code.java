package dev.paddock.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    /** Legacy encoding: the longest instruction, and how far back its predecessor can be. */
    static final int LEGACY_REACH = 25;

    /** Zero bytes kept after the code, so that decoding reads whole words and never asks where the end is. */
    static final int PADDING = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Isa isa;
    private final int length;
    private final byte[] bytes;
    private final byte[] mask;
    private final int[] table;
    private final int jumpTableLength;
    private final int jumpTableEntrySize;
    private final byte[] jumpTable;
    private volatile long[] blockStarts = {};

    /**
     * @param code copied
     * @param bitmask legacy encoding: one bit per byte of code; extended: empty
     * @param jumpTable entries of {@code entrySize} bytes, which if 0 means none
     */
    Code(Isa isa, byte[] code, byte[] bitmask, byte[] jumpTable, int entrySize) {
        this.isa = isa;
        this.length = code.length;
        this.bytes = Arrays.copyOf(code, length + PADDING);
        this.mask = isa.isExtended() ? bitmask : withSentinel(bitmask, length);
        this.table = DecodeTable.of(isa);
        this.jumpTableEntrySize = entrySize;
        this.jumpTableLength = entrySize == 0 ? 0 : jumpTable.length / entrySize;
        this.jumpTable = jumpTable;
    }

    /** Pads the mask for word reads, and marks the position after the end, which bounds the last instruction. */
    private static byte[] withSentinel(byte[] bitmask, int length) {
        byte[] mask = Arrays.copyOf(bitmask, length / 8 + 1 + 2 * Long.BYTES);
        mask[length >> 3] |= (byte) (1 << (length & 7));
        return mask;
    }

    public Isa isa() {
        return isa;
    }

    /** Bytes of code; the array of {@link #bytes} is longer. */
    public int length() {
        return length;
    }

    /**
     * The code itself, not a copy: read only. {@link #length} bytes of code, then zeros (at least {@value #PADDING}), as
     * operands that run past the end read them.
     */
    public byte[] bytes() {
        return bytes;
    }

    /** Legacy encoding: a copy of the bitmask, one bit per byte of code. Extended: empty. */
    public byte[] bitmask() {
        if (isa.isExtended()) {
            return new byte[0];
        }
        byte[] copy = Arrays.copyOf(mask, (length + 7) / 8);
        if ((length & 7) != 0) {
            copy[copy.length - 1] &= (byte) ~(1 << (length & 7));
        }
        return copy;
    }

    /** Whether an instruction (valid or not) starts at this position. */
    public boolean isInstruction(int pc) {
        if (Integer.compareUnsigned(pc, length) >= 0) {
            return false;
        }
        return isa.isExtended() ? findExtended(pc) >= 0 : isLegacyInstruction(pc);
    }

    /** Whether this position is a valid jump target. */
    public boolean isBlockStart(int pc) {
        if (Integer.compareUnsigned(pc, length) >= 0) {
            return false;
        }
        if (isa.isExtended()) {
            return (extendedBlockStarts()[pc >> 6] & 1L << pc) != 0;
        }
        return isLegacyInstruction(pc) && startsLegacyBlock(pc);
    }

    /**
     * Start of the basic block that contains the instruction at {@code pc}.
     *
     * @throws IllegalArgumentException if no instruction starts there
     */
    public int blockStartOf(int pc) {
        if (isa.isExtended()) {
            int start = Integer.compareUnsigned(pc, length) < 0 ? findExtended(pc) : -1;
            return start >= 0 ? start : noInstruction(pc);
        }
        if (!isInstruction(pc)) {
            return noInstruction(pc);
        }
        int at = pc;
        while (!startsLegacyBlock(at)) {
            at = previousLegacy(at);
        }
        return at;
    }

    private int noInstruction(int pc) {
        throw new IllegalArgumentException(
                "No instruction starts at " + Integer.toUnsignedString(pc) + " in code of " + length + " bytes");
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

    // Legacy encoding. An instruction starts at a set bit, at 0, and where 25 bytes after a set bit no other followed.

    /** The mask from {@code pc} on: bit 0 is its own, at least 57 bits count, the one after the end of the code is set. */
    long maskFrom(int pc) {
        return (long) LONG.get(mask, pc >> 3) >>> (pc & 7);
    }

    /** Position of the next set bit at or after {@code pc}, at most the code's length. */
    int nextMarked(int pc) {
        int at = pc;
        long word = maskFrom(at);
        while (word == 0) {
            at += 64 - (at & 7);
            word = maskFrom(at);
        }
        return at + Long.numberOfTrailingZeros(word);
    }

    private boolean isLegacyInstruction(int pc) {
        return (maskFrom(pc) & 1) != 0 || pc == 0 || isGap(pc);
    }

    private boolean isGap(int pc) {
        return pc >= LEGACY_REACH && previousLegacy(pc) == pc - LEGACY_REACH;
    }

    /** The nearest marked position among the 25 before {@code pc}, or -1. */
    private int previousLegacy(int pc) {
        int from = Math.max(pc - LEGACY_REACH, 0);
        long word = maskFrom(from) & (1L << pc - from) - 1;
        return word == 0 ? -1 : from + 63 - Long.numberOfLeadingZeros(word);
    }

    private boolean startsLegacyBlock(int pc) {
        int previous = previousLegacy(pc);
        return previous < 0 || (table[bytes[previous] & 0xff] & DecodeTable.ENDS_BLOCK) != 0;
    }

    /** Legacy encoding: what decoding knows of the last instruction, which tells what the position after it is. */
    int lastEntry() {
        int last = previousLegacy(length);
        return last < 0 ? DecodeTable.INVALID : table[bytes[last] & 0xff];
    }

    // Extended encoding. Each 1,024 bytes decode on their own, so a walk from their first byte answers everything.

    /** Start of the basic block that contains the instruction at {@code pc}, or -1 if none starts there. */
    private int findExtended(int pc) {
        int end = extendedEnd(pc);
        int at = pc & -EXTENDED_BLOCK;
        int block = at;
        while (at < pc) {
            int entry = table[extendedNumber(at)];
            int next = at + DecodeTable.length(entry);
            if (next >= end) {
                return -1;
            }
            at = next;
            block = (entry & DecodeTable.ENDS_BLOCK) != 0 ? next : block;
        }
        return at == pc ? block : -1;
    }

    private int extendedEnd(int pc) {
        return Math.min((pc | EXTENDED_BLOCK - 1) + 1, length);
    }

    private int extendedNumber(int at) {
        int first = bytes[at] & 0xff;
        return first < DecodeTable.ESCAPE ? first : DecodeTable.ESCAPE + (bytes[at + 1] & 0xff);
    }

    /** One bit per byte of code; made once, in one linear walk, when first asked for. */
    private long[] extendedBlockStarts() {
        long[] starts = blockStarts;
        if (starts.length == 0) {
            starts = findBlockStarts();
            blockStarts = starts;
        }
        return starts;
    }

    private long[] findBlockStarts() {
        // One bit more than bytes, for what would follow the last instruction.
        long[] starts = new long[length / 64 + 1];
        int from = 0;
        while (from + 4 * EXTENDED_BLOCK <= length) {
            markFour(starts, from);
            from += 4 * EXTENDED_BLOCK;
        }
        while (from < length) {
            mark(starts, from, extendedEnd(from));
            from += EXTENDED_BLOCK;
        }
        return starts;
    }

    /** Walks four neighbours in step: one walk alone waits for its last load most of the time. */
    private void markFour(long[] starts, int from) {
        int a = from;
        int b = a + EXTENDED_BLOCK;
        int c = b + EXTENDED_BLOCK;
        int d = c + EXTENDED_BLOCK;
        int aEnd = b;
        int bEnd = c;
        int cEnd = d;
        int dEnd = d + EXTENDED_BLOCK;
        starts[a >> 6] |= 1;
        starts[b >> 6] |= 1;
        starts[c >> 6] |= 1;
        starts[d >> 6] |= 1;
        while (a < aEnd && b < bEnd && c < cEnd && d < dEnd) {
            a = step(starts, a, aEnd);
            b = step(starts, b, bEnd);
            c = step(starts, c, cEnd);
            d = step(starts, d, dEnd);
        }
        mark(starts, a, aEnd);
        mark(starts, b, bEnd);
        mark(starts, c, cEnd);
        mark(starts, d, dEnd);
    }

    private void mark(long[] starts, int from, int end) {
        if ((from & EXTENDED_BLOCK - 1) == 0 && from < end) {
            starts[from >> 6] |= 1;
        }
        int at = from;
        while (at < end) {
            at = step(starts, at, end);
        }
    }

    /** Steps over an instruction and marks what follows if that starts a block; {@code end} always does, or is the end. */
    private int step(long[] starts, int at, int end) {
        int entry = table[extendedNumber(at)];
        int next = Math.min(at + DecodeTable.length(entry), end);
        starts[next >> 6] |= (entry >>> DecodeTable.ENDS_BLOCK_BIT & 1L) << next;
        return next;
    }
}
