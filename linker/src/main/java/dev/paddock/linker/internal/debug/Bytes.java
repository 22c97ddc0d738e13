package dev.paddock.linker.internal.debug;

import java.io.ByteArrayOutputStream;

/** Bytes of a debug section as they are written. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    void u8(int value) {
        out.write(value);
    }

    void u32(int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            out.write(value >>> 8 * i);
        }
    }

    void varint(int value) {
        int extra = 0;
        while (extra < Integer.BYTES && Integer.toUnsignedLong(value) >>> 7 * (extra + 1) != 0) {
            extra++;
        }
        out.write(0xff00 >>> extra & 0xff | (int) (Integer.toUnsignedLong(value) >>> 8 * extra));
        for (int i = 0; i < extra; i++) {
            out.write(value >>> 8 * i);
        }
    }

    void bytes(byte[] bytes) {
        out.writeBytes(bytes);
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
