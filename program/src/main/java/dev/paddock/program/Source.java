package dev.paddock.program;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes that a program was parsed from, for their hash. The code, which is most of them, is not kept twice.
 *
 * @param code its first {@code codeLength} bytes stand between the others
 */
record Source(byte[] before, byte[] code, int codeLength, byte[] after) {
    private static final byte[] NOTHING = {};

    /** @param bytes not copied */
    static Source of(byte[] bytes) {
        return new Source(bytes, NOTHING, 0, NOTHING);
    }

    /** Of bytes that somebody else owns, which have {@code code} from {@code codeStart} on. */
    static Source of(byte[] bytes, int codeStart, Code code) {
        return new Source(
                Arrays.copyOf(bytes, codeStart),
                code.bytes(),
                code.length(),
                Arrays.copyOfRange(bytes, codeStart + code.length(), bytes.length));
    }

    byte[] hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            digest.update(code, 0, codeLength);
            return digest.digest(after);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
