package dev.paddock.codegen.x64.internal;

import dev.paddock.program.Code;
import java.util.Arrays;

/**
 * Where code is cut into pieces that are compiled by themselves: at starts of blocks, as evenly as these allow. It depends on
 * the code and the size of a piece alone, so the same program is the same machine code on every machine.
 */
public final class Cuts {
    private Cuts() {}

    /** Starts of the pieces of at most about {@code pieceSize} bytes, ascending from 0, and the length of the code. */
    public static int[] of(Code code, int pieceSize) {
        int length = code.length();
        int most = Math.max(length - 1, 0) / pieceSize + 1;
        var cuts = new int[most + 1];
        int count = 1;
        for (int i = 1; i < most; i++) {
            int cut = code.blockStartFrom((int) ((long) length * i / most));
            if (cut > cuts[count - 1] && cut < length) {
                cuts[count++] = cut;
            }
        }
        cuts[count++] = length;
        return Arrays.copyOf(cuts, count);
    }

    /** Bytes of the longest piece. */
    public static int longest(int[] cuts) {
        int longest = 0;
        for (int i = 1; i < cuts.length; i++) {
            longest = Math.max(longest, cuts[i] - cuts[i - 1]);
        }
        return longest;
    }
}
