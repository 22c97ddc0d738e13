package dev.paddock.service.internal;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The one hash of this room: BLAKE2b with 32 bytes of output. */
public final class Hashing {
    private Hashing() {}

    public static byte[] blake2b256(byte[]... parts) {
        var digest = new Blake2bDigest(256);
        for (var part : parts) {
            digest.update(part, 0, part.length);
        }
        var hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
