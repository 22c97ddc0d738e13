package dev.paddock.codegen.x64.internal;

/** What takes one register: counts, extensions, byte reversal. Counts of 32 bits are small and positive: no extension. */
final class BitOperations {
    private final Encoder out;
    private final Constants constants;
    private final int w;

    BitOperations(Encoder out, Constants constants, int w) {
        this.out = out;
        this.constants = constants;
        this.w = w;
    }

    void countSet(int width, int d, int s) {
        out.popcnt(width, d, s);
    }

    void countLeadingZeros(int width, int d, int s) {
        out.lzcnt(width, d, s);
    }

    void countTrailingZeros(int width, int d, int s) {
        out.tzcnt(width, d, s);
    }

    void signExtend8(int d, int s) {
        out.movsx8(w, d, s);
    }

    void signExtend16(int d, int s) {
        out.movsx16(w, d, s);
    }

    void zeroExtend16(int d, int s) {
        out.movzx16(d, s);
    }

    void reverseBytes(int d, int s) {
        constants.move(d, s);
        out.bswap(w, d);
    }
}
