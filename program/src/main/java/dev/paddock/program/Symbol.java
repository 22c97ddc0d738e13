package dev.paddock.program;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A name in a program: any bytes, usually text. Two are equal when their bytes are. */
public final class Symbol {
    private final byte[] bytes;

    Symbol(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Symbol of(String text) {
        return new Symbol(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Symbol of(byte[] bytes) {
        return new Symbol(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the bytes are UTF-8. */
    public boolean isText() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The text, or {@code 0x} and hex if the bytes are none. */
    @Override
    public String toString() {
        return isText()
                ? new String(bytes, StandardCharsets.UTF_8)
                : "0x" + HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Symbol symbol && Arrays.equals(bytes, symbol.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
