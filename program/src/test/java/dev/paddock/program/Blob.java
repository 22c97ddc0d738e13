package dev.paddock.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Builds containers byte by byte, right or wrong, for tests of the reader. */
final class Blob {
    private final int version;
    private final ByteArrayOutputStream sections = new ByteArrayOutputStream();

    private Blob(int version) {
        this.version = version;
    }

    static Blob of(int version) {
        return new Blob(version);
    }

    static Blob of(Isa isa) {
        return new Blob(isa.versionByte());
    }

    /** A section shorter than 128 bytes. */
    Blob section(int id, String hex) {
        byte[] payload = HexFormat.of().parseHex(hex.replace(" ", ""));
        sections.write(id);
        sections.write(payload.length);
        sections.writeBytes(payload);
        return this;
    }

    /** Bytes as they are. */
    Blob raw(String hex) {
        sections.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    /** With the end marker. */
    byte[] end() {
        sections.write(0);
        return open();
    }

    /** Without it. */
    byte[] open() {
        int length = ContainerReader.HEADER_LENGTH + sections.size();
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ContainerReader.MAGIC)
                .put((byte) version)
                .putLong(length)
                .put(sections.toByteArray())
                .array();
    }
}
