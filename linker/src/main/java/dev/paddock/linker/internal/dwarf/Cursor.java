package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.LinkException;
import java.nio.charset.StandardCharsets;

/** Reads a section of debug information from one offset to another. */
final class Cursor {
    private final DebugData data;
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Both offsets must lie in the section. */
    Cursor(DebugData data, int start, int end) {
        this.data = data;
        this.bytes = data.bytes();
        this.at = start;
        this.end = end;
    }

    int position() {
        return at;
    }

    int end() {
        return end;
    }

    boolean hasMore() {
        return at < end;
    }

    DebugData data() {
        return data;
    }

    LinkException problem(String what) {
        return data.problem(at, what);
    }

    private void need(long count) {
        if (count < 0 || count > end - at) {
            throw problem(Long.toUnsignedString(count) + " bytes are wanted, " + (end - at) + " are left");
        }
    }

    void skip(long count) {
        need(count);
        at += (int) count;
    }

    /** The next so many bytes as a cursor of their own, which this one steps over. */
    Cursor take(long count) {
        need(count);
        var part = new Cursor(data, at, at + (int) count);
        at += (int) count;
        return part;
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() {
        return (int) unsigned(2);
    }

    long u32() {
        return unsigned(4);
    }

    /** A little-endian number of 1 to 8 bytes. */
    long unsigned(int size) {
        need(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[at + i] & 0xffL) << 8 * i;
        }
        at += size;
        return value;
    }

    /** Bits beyond the 64th are dropped. */
    long uleb() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = u8();
            if (shift < Long.SIZE) {
                value |= (next & 0x7fL) << shift;
            }
            if ((next & 0x80) == 0) {
                return value;
            }
        }
    }

    long sleb() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = u8();
            if (shift < Long.SIZE) {
                value |= (next & 0x7fL) << shift;
            }
            shift += 7;
        } while ((next & 0x80) != 0);
        return shift < Long.SIZE && (next & 0x40) != 0 ? value | -1L << shift : value;
    }

    /** Up to a zero byte. */
    String string() {
        int start = at;
        skipString();
        return new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8);
    }

    void skipString() {
        while (u8() != 0) {
            // Up to the end of it.
        }
    }
}
