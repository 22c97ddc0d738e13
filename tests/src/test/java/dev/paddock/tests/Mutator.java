package dev.paddock.tests;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Spoils blobs: single bits and bytes, values that like to overflow, pieces lost, doubled, swapped or taken from another
 * blob. The length in a container's header is set right in three of four, so that the rest is looked at at all.
 */
final class Mutator {
    private static final int LENGTH_AT = 5;
    private static final int MAX_CHANGES = 6;
    private static final int[] LIKED = {0, 1, 0x7f, 0x80, 0xbf, 0xc0, 0xdf, 0xe0, 0xef, 0xf0, 0xf7, 0xf8, 0xfe, 0xff};

    private final List<RealBlobs.Blob> blobs;
    private final SplittableRandom random;

    Mutator(List<RealBlobs.Blob> blobs, long seed) {
        this.blobs = blobs;
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        var bytes = any().clone();
        for (int changes = 1 + random.nextInt(MAX_CHANGES); changes > 0 && bytes.length > LENGTH_AT; changes--) {
            bytes = change(bytes);
        }
        if (RealBlobs.isContainer(bytes) && random.nextInt(4) != 0) {
            setLength(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return blobs.get(random.nextInt(blobs.size())).bytes();
    }

    private byte[] change(byte[] b) {
        int at = place(b);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> b[at] ^= (byte) (1 << random.nextInt(8));
            case 3, 4, 5 -> b[at] = (byte) random.nextInt();
            case 6, 7 -> b[at] = (byte) LIKED[random.nextInt(LIKED.length)];
            case 8 -> Arrays.fill(b, at, Math.min(b.length, at + 1 + random.nextInt(8)), (byte) random.nextInt());
            case 9 -> {
                return replace(b, at, at + length(b, at), new byte[0]);
            }
            case 10 -> {
                return replace(b, at, at, piece(random.nextBoolean() ? b : any()));
            }
            default -> {
                return replace(b, at, at + length(b, at), piece(any()));
            }
        }
        return b;
    }

    /** Structure lies in the first bytes and at section heads; half of all changes go to the first 400 bytes. */
    private int place(byte[] b) {
        return random.nextInt(random.nextBoolean() ? Math.min(b.length, 400) : b.length);
    }

    private int length(byte[] b, int at) {
        return random.nextInt(1 + Math.min(b.length - at, random.nextInt(8) == 0 ? b.length : 16));
    }

    private byte[] piece(byte[] of) {
        int at = random.nextInt(of.length);
        return Arrays.copyOfRange(of, at, at + length(of, at));
    }

    private static byte[] replace(byte[] b, int from, int to, byte[] by) {
        var result = new byte[b.length - (to - from) + by.length];
        System.arraycopy(b, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(b, to, result, from + by.length, b.length - to);
        return result;
    }

    private static void setLength(byte[] b) {
        for (int i = 0; i < Long.BYTES && LENGTH_AT + i < b.length; i++) {
            b[LENGTH_AT + i] = (byte) ((long) b.length >>> 8 * i);
        }
    }
}
