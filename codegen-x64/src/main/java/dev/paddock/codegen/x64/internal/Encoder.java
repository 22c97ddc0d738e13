package dev.paddock.codegen.x64.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writes machine instructions into native memory. An encoding is built in a long and stored with one unaligned 8-byte
 * write, whatever its length; the cursor moves by the length. What is longer than 8 bytes takes a second store.
 *
 * <p>Registers are hardware numbers here and widths are the REX.W bit ({@link #W64} or {@link #W32}): this is the hot path of
 * the compiler, and none of these methods allocates. {@link dev.paddock.codegen.x64.Assembler} has the typed face.
 *
 * <p>Safety: every store goes through {@link #put}, 8 bytes at the cursor. {@link #reserve} must have been called before
 * each instruction; it refuses when fewer than {@link #RESERVE} bytes are left, and no instruction is longer than 15.
 */
public class Encoder {
    /** Bytes that must be free before an instruction: its 15 at most, and the slack of its last 8-byte store. */
    public static final int RESERVE = 24;

    /** REX.W: 64-bit operands. */
    public static final int W64 = 8;
    /** No REX.W: 32-bit operands. */
    public static final int W32 = 0;

    private static final int REX = 0x40;

    // All of native memory: the bounds are ours (reserve), the segment's own check folds away.
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private long start;
    private long cursor;
    private long limit;

    /** Starts to write at native address {@code destination}; {@code size} bytes may be written. */
    public final void open(long destination, long size) {
        if (destination == 0 || size < RESERVE) {
            throw new IllegalArgumentException("no room for code: " + size + " bytes at address " + destination);
        }
        start = destination;
        cursor = destination;
        limit = destination + size - RESERVE;
    }

    /** Bytes written so far. */
    public final int position() {
        return (int) (cursor - start);
    }

    /** Makes sure that one more instruction fits. */
    public final void reserve() {
        if (cursor > limit) {
            throw overflow();
        }
    }

    private IllegalStateException overflow() {
        return new IllegalStateException("machine code does not fit its room of " + (limit - start + RESERVE) + " bytes");
    }

    /** Writes the {@code length} (at most 8) low bytes of {@code bits}. */
    public final void put(long bits, int length) {
        MEMORY.set(LONG, cursor, bits);
        cursor += length;
    }

    /** Reads back 4 bytes at {@code position}. */
    public final int intAt(int position) {
        return MEMORY.get(INT, start + position);
    }

    /** Overwrites 4 bytes at {@code position}. */
    public final void patchInt(int position, int value) {
        MEMORY.set(INT, start + position, value);
    }

    /** Overwrites the byte at {@code position}. */
    public final void patchByte(int position, int value) {
        MEMORY.set(BYTE, start + position, (byte) value);
    }

    /** Overwrites 8 bytes at {@code position}. */
    public final void patchLong(int position, long value) {
        MEMORY.set(LONG, start + position, value);
    }

    /** The byte at {@code position}, unsigned. */
    public final int byteAt(int position) {
        return MEMORY.get(BYTE, start + position) & 0xff;
    }

    /** Writes {@code bits} with {@code rex} before them unless that says nothing. */
    public final void putRex(int rex, long bits, int length) {
        int one = ((rex & 0xf) + 15) >>> 4;
        put(bits << (one << 3) | (REX | rex) & -one, length + one);
    }

    /** {@code op reg, rm} between registers: {@code op} holds {@code opLength} bytes, first one lowest. */
    public final void rr(int w, int op, int opLength, int reg, int rm) {
        long bits = op | (long) (0xc0 | (reg & 7) << 3 | rm & 7) << 8 * opLength;
        putRex(w | (reg & 8) >> 1 | rm >> 3, bits, opLength + 1);
    }

    /** As {@link #rr}, with a mandatory prefix byte before REX. */
    public final void prefixedRr(int prefix, int w, int op, int opLength, int reg, int rm) {
        put(prefix, 1);
        rr(w, op, opLength, reg, rm);
    }

    /** As {@link #rr} with 8-bit registers as {@code byteOperand}: numbers 4..7 need a REX to mean spl, bpl, sil, dil. */
    public final void rrByte(int w, int op, int opLength, int reg, int rm, int byteOperand) {
        long bits = op | (long) (0xc0 | (reg & 7) << 3 | rm & 7) << 8 * opLength;
        int rex = w | (reg & 8) >> 1 | rm >> 3;
        if (rex == 0 && byteOperand >= 4) {
            put(bits << 8 | REX, opLength + 2);
        } else {
            putRex(rex, bits, opLength + 1);
        }
    }

    static boolean fitsByte(long value) {
        return (byte) value == value;
    }

    static boolean fitsInt(long value) {
        return (int) value == value;
    }
}
