package dev.paddock.program;

import java.util.Arrays;

/**
 * Reads integers from a range of bytes and never beyond it. Every error names the section and the offset in the file.
 */
final class ByteCursor {
    private final byte[] bytes;
    private final String section;
    private final int end;
    private int at;

    ByteCursor(byte[] bytes, String section, int start, int end) {
        this.bytes = bytes;
        this.section = section;
        this.at = start;
        this.end = end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /** A cursor over the next bytes, which this one skips. */
    ByteCursor slice(String name, long length) {
        int from = at;
        skip(length, name);
        return new ByteCursor(bytes, name, from, at);
    }

    /** Another cursor at the same place. */
    ByteCursor copy() {
        return new ByteCursor(bytes, section, at, end);
    }

    /** All that is left. */
    byte[] rest() {
        return take(remaining(), "rest");
    }

    void skip(long length, String what) {
        if (length < 0 || length > remaining()) {
            throw malformed(at, what + " needs " + length + " bytes, " + remaining() + " are left");
        }
        at += (int) length;
    }

    byte[] take(long length, String what) {
        int from = at;
        skip(length, what);
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** The same with so many zeros behind it. */
    byte[] takePadded(long length, int padding, String what) {
        int from = at;
        skip(length, what);
        byte[] taken = Arrays.copyOfRange(bytes, from, at + padding);
        Arrays.fill(taken, at - from, taken.length, (byte) 0);
        return taken;
    }

    int u8(String what) {
        skip(1, what);
        return bytes[at - 1] & 0xff;
    }

    /** Little-endian, {@code size} bytes, at most 8. */
    long unsigned(int size, String what) {
        skip(size, what);
        long value = 0;
        for (int i = 1; i <= size; i++) {
            value = value << 8 | bytes[at - i] & 0xff;
        }
        return value;
    }

    /** A varint of PolkaVM, 0..2^32-1; only the shortest form is one. */
    long varint(String what) {
        int start = at;
        int first = u8(what);
        int extra = Integer.numberOfLeadingZeros(~(first << 24));
        if (extra > 4 || extra == 4 && first != 0xf0) {
            throw malformed(start, what + " begins with byte 0x" + Integer.toHexString(first) + ", not a varint's");
        }
        long low = unsigned(extra, what);
        long high = extra == 4 ? 0 : (long) (first & 0x7f >> extra) << 8 * extra;
        long value = high | low;
        if (extra > 0 && value < 1L << 7 * extra) {
            throw malformed(start, what + " is " + value + " in a longer form than needed");
        }
        return value;
    }

    /** A varint that counts or measures something, at most {@code limit}. */
    int varint(String what, int limit) {
        int start = at;
        long value = varint(what);
        if (value > limit) {
            throw malformed(start, what + " is " + value + ", more than " + limit);
        }
        return (int) value;
    }

    MalformedProgramException malformed(int offset, String problem) {
        return new MalformedProgramException("Malformed program: " + section + ", offset " + offset + ": " + problem);
    }

    MalformedProgramException malformed(String problem) {
        return malformed(at, problem);
    }
}
