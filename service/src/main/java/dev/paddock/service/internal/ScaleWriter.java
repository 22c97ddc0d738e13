package dev.paddock.service.internal;

import java.io.ByteArrayOutputStream;

/** Writes SCALE, Substrate's encoding: little-endian numbers, sequences behind a compact count. */
public final class ScaleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ScaleWriter u32(int value) {
        return little(value, 4);
    }

    public ScaleWriter u64(long value) {
        return little(value, 8);
    }

    public ScaleWriter flag(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    public ScaleWriter fixed(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public ScaleWriter bytes(byte[] bytes) {
        return count(bytes.length).fixed(bytes);
    }

    /** The low two bits say how long the number is: 1, 2 or 4 bytes. Longer ones are beyond a Java array. */
    public ScaleWriter count(int value) {
        if (value < 1 << 6) {
            return little((long) value << 2, 1);
        }
        if (value < 1 << 14) {
            return little((long) value << 2 | 1, 2);
        }
        if (value < 1 << 30) {
            return little((long) value << 2 | 2, 4);
        }
        out.write(3);
        return little(value, 4);
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    private ScaleWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }
}
