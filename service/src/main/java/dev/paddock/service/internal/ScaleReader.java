package dev.paddock.service.internal;

import java.util.Arrays;

/**
 * Reads SCALE, never beyond its bytes and never more memory than they have. Compact numbers must be in their shortest
 * form, so that every value has one encoding.
 */
public final class ScaleReader {
    private final byte[] bytes;
    private int at;

    public ScaleReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int u32() {
        return (int) little(4);
    }

    public long u64() {
        return little(8);
    }

    public boolean flag() {
        int value = (int) little(1);
        if (value > 1) {
            throw new IllegalArgumentException("byte " + (at - 1) + ": an option is 0 or 1, not " + value);
        }
        return value == 1;
    }

    public byte[] fixed(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public byte[] bytes() {
        return fixed(count());
    }

    /** Of what follows; never more than there are bytes, since nothing that is counted takes less than one. */
    public int count() {
        int start = at;
        long first = little(1);
        long value = switch ((int) first & 3) {
            case 0 -> first >>> 2;
            case 1 -> shortest(start, (first | little(1) << 8) >>> 2, 1 << 6);
            case 2 -> shortest(start, (first | little(3) << 8) >>> 2, 1 << 14);
            default -> throw new IllegalArgumentException("byte " + start + ": a count of 2^30 or more");
        };
        if (value > bytes.length - at) {
            throw new IllegalArgumentException(
                    "byte " + start + ": " + value + " elements, but only " + (bytes.length - at) + " bytes follow");
        }
        return (int) value;
    }

    private static long shortest(int start, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException("byte " + start + ": " + value + " is not in its shortest form");
        }
        return value;
    }

    public void end() {
        if (at != bytes.length) {
            throw new IllegalArgumentException((bytes.length - at) + " bytes follow behind the end");
        }
    }

    private long little(int length) {
        need(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[at + i] & 0xffL) << 8 * i;
        }
        at += length;
        return value;
    }

    private void need(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException(
                    "byte " + at + ": " + length + " bytes are wanted and " + (bytes.length - at) + " are left");
        }
    }
}
