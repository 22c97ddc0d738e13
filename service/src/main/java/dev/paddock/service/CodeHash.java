package dev.paddock.service;

import dev.paddock.service.internal.Hashing;
import java.util.HexFormat;

/**
 * Names a validation code: the BLAKE2b-256 of its bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record CodeHash(String hex) {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    public CodeHash {
        if (hex.length() != 2 * LENGTH || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException("\"" + shortened(hex) + "\" is no code hash: 64 digits 0-9 a-f");
        }
    }

    /** The hash of that code. */
    public static CodeHash of(byte[] code) {
        return new CodeHash(HexFormat.of().formatHex(Hashing.blake2b256(code)));
    }

    /** Accepts what people paste: upper case, and {@code 0x} in front. */
    public static CodeHash parse(String text) {
        var digits = text.startsWith("0x") ? text.substring(2) : text;
        return new CodeHash(digits.toLowerCase(java.util.Locale.ROOT));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "..";
    }

    @Override
    public String toString() {
        return hex;
    }
}
