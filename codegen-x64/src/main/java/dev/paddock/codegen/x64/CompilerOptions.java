package dev.paddock.codegen.x64;

import dev.paddock.program.CostModel;
import java.util.Set;

/**
 * What the compiler is to make: how gas is counted, what blocks cost, and which host calls are one-way.
 *
 * @param oneWayImports numbers of host calls that are posted without waiting for the host
 * @param extendsAtOnce whether registers are whole before each instruction, so that one can go on there with any values;
 *     see {@link CodeMap#narrowRegisters}. Code for which this is false runs faster
 * @param pieceSize bytes of guest code that are compiled by themselves, at most (but a block is never cut); pieces are compiled
 *     side by side. What the machine code is depends on it a little, on the number of processors not at all
 */
public record CompilerOptions(
        Metering metering, CostModel costModel, Set<Integer> oneWayImports, boolean extendsAtOnce, int pieceSize) {
    /** A thread is worth its while for pieces of this size, and their code and tables fit the caches. */
    public static final int DEFAULT_PIECE_SIZE = 128 << 10;

    public CompilerOptions {
        oneWayImports = Set.copyOf(oneWayImports);
        if (pieceSize < 1) {
            throw new IllegalArgumentException("pieces of " + pieceSize + " bytes; there must be something in them");
        }
    }

    /** Extensions wait. */
    public CompilerOptions(Metering metering, CostModel costModel, Set<Integer> oneWayImports) {
        this(metering, costModel, oneWayImports, false, DEFAULT_PIECE_SIZE);
    }

    /** No host call is one-way, and extensions wait. */
    public CompilerOptions(Metering metering, CostModel costModel) {
        this(metering, costModel, Set.of());
    }

    /** The same with {@link #extendsAtOnce}. */
    public CompilerOptions extendingAtOnce() {
        return new CompilerOptions(metering, costModel, oneWayImports, true, pieceSize);
    }

    /** The same with another {@link #pieceSize}. */
    public CompilerOptions withPieceSize(int bytes) {
        return new CompilerOptions(metering, costModel, oneWayImports, extendsAtOnce, bytes);
    }

    /** Whether gas is counted at all. */
    public boolean isMetered() {
        return metering != Metering.NONE;
    }

    /** {@link #oneWayImports} in ascending order. */
    public int[] sortedOneWayImports() {
        return oneWayImports.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
