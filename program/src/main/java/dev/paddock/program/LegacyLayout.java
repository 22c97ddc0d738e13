package dev.paddock.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The legacy encoding: a bitmask marks where instructions start. They are at most 25 bytes long; where none is marked
 * after that many, the gap up to the next mark is an invalid instruction.
 */
final class LegacyLayout implements Layout {
    /** The longest instruction, hence how far back the one before can be. */
    static final int REACH = 25;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int length;
    private final byte[] mask;
    private final int[] table;

    /** @param bitmask one bit per byte of code, least significant first */
    LegacyLayout(Isa isa, byte[] bytes, int length, byte[] bitmask) {
        this.bytes = bytes;
        this.length = length;
        this.table = DecodeTable.of(isa);
        // Room for word reads, and a mark after the end, which bounds the last instruction.
        this.mask = Arrays.copyOf(bitmask, length / 8 + 1 + 2 * Long.BYTES);
        mask[length >> 3] |= (byte) (1 << (length & 7));
    }

    /** The mask, with the mark after the end and padding, for {@link #marksFrom}. */
    byte[] mask() {
        return mask;
    }

    /** The mask as the container has it. */
    byte[] bitmask() {
        byte[] copy = Arrays.copyOf(mask, (length + 7) / 8);
        if ((length & 7) != 0) {
            copy[copy.length - 1] &= (byte) ~(1 << (length & 7));
        }
        return copy;
    }

    /** The marks from {@code pc} on: bit 0 is its own, at least 57 bits count. */
    static long marksFrom(byte[] mask, int pc) {
        return (long) LONG.get(mask, pc >> 3) >>> (pc & 7);
    }

    /** The nearest mark at or after {@code pc}, at most the code's length. */
    static int nextMark(byte[] mask, int pc) {
        int at = pc;
        long marks = marksFrom(mask, at);
        while (marks == 0) {
            at += 64 - (at & 7);
            marks = marksFrom(mask, at);
        }
        return at + Long.numberOfTrailingZeros(marks);
    }

    /** The nearest mark among the 25 positions before {@code pc}, or -1. */
    private int previousMark(int pc) {
        int from = Math.max(pc - REACH, 0);
        long marks = marksFrom(mask, from) & (1L << pc - from) - 1;
        return marks == 0 ? -1 : from + 63 - Long.numberOfLeadingZeros(marks);
    }

    @Override
    public boolean isInstruction(int pc) {
        return (marksFrom(mask, pc) & 1) != 0 || pc == 0 || isGap(pc);
    }

    private boolean isGap(int pc) {
        return pc >= REACH && previousMark(pc) == pc - REACH;
    }

    @Override
    public boolean isBlockStart(int pc) {
        return isInstruction(pc) && startsBlock(pc);
    }

    private boolean startsBlock(int pc) {
        int previous = previousMark(pc);
        return previous < 0 || (entryAt(previous) & DecodeTable.ENDS_BLOCK) != 0;
    }

    @Override
    public int blockStartOf(int pc) {
        if (!isInstruction(pc)) {
            return -1;
        }
        int at = pc;
        while (!startsBlock(at)) {
            at = previousMark(at);
        }
        return at;
    }

    @Override
    public int blockStartFrom(int pc) {
        int at = pc;
        while (at < length && !isBlockStart(at)) {
            at++;
        }
        return at;
    }

    @Override
    public int lastEntry() {
        int last = previousMark(length);
        return last < 0 ? DecodeTable.INVALID : entryAt(last);
    }

    private int entryAt(int pc) {
        return table[bytes[pc] & 0xff];
    }
}
