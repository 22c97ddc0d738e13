package dev.paddock.codegen.x64.internal;

/** What the rows of one table share. */
final class Emission {
    private final Encoder out;
    private final BlockTable blocks;
    private final int natural;
    private int codeLength;
    private int[] oneWayImports = new int[0];

    Emission(Encoder out, BlockTable blocks, int natural) {
        this.out = out;
        this.blocks = blocks;
        this.natural = natural;
    }

    /** Starts a compilation. */
    void begin(int length, int[] sortedOneWayImports) {
        codeLength = length;
        oneWayImports = sortedOneWayImports;
    }

    Encoder out() {
        return out;
    }

    BlockTable blocks() {
        return blocks;
    }

    /** Width of guest registers. */
    int natural() {
        return natural;
    }

    /** Bytes of guest code. */
    int codeLength() {
        return codeLength;
    }

    /** Numbers of the host calls that are posted, ascending. */
    int[] oneWayImports() {
        return oneWayImports;
    }
}
