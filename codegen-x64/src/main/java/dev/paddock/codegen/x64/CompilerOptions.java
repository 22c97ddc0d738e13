package dev.paddock.codegen.x64;

import dev.paddock.program.CostModel;
import java.util.Set;

/**
 * What the compiler is to make: how gas is counted, what blocks cost, and which host calls are one-way.
 *
 * @param oneWayImports numbers of host calls that are posted without waiting for the host
 * @param takesAnyState whether one can go on before each instruction with any registers and any gas: no extension waits
 *     (see {@link CodeMap#narrowRegisters}) and nothing is paid ahead ({@link CodeMap#paidAhead}). Code for which this is
 *     false runs faster
 * @param pieceSize bytes of guest code that are compiled by themselves, at most (but a block is never cut); pieces are compiled
 *     side by side. What the machine code is depends on it a little, on the number of processors not at all
 */
public record CompilerOptions(
        Metering metering, CostModel costModel, Set<Integer> oneWayImports, boolean takesAnyState, int pieceSize) {
    /** A thread is worth its while for pieces of this size, and their code and tables fit the caches. */
    public static final int DEFAULT_PIECE_SIZE = 128 << 10;

    public CompilerOptions {
        oneWayImports = Set.copyOf(oneWayImports);
        if (pieceSize < 1) {
            throw new IllegalArgumentException("pieces of " + pieceSize + " bytes; there must be something in them");
        }
    }

    /** The fast code. */
    public CompilerOptions(Metering metering, CostModel costModel, Set<Integer> oneWayImports) {
        this(metering, costModel, oneWayImports, false, DEFAULT_PIECE_SIZE);
    }

    /** No host call is one-way, and the code is the fast one. */
    public CompilerOptions(Metering metering, CostModel costModel) {
        this(metering, costModel, Set.of());
    }

    /** The same with {@link #takesAnyState}. */
    public CompilerOptions takingAnyState() {
        return new CompilerOptions(metering, costModel, oneWayImports, true, pieceSize);
    }

    /** The same with another {@link #pieceSize}. */
    public CompilerOptions withPieceSize(int bytes) {
        return new CompilerOptions(metering, costModel, oneWayImports, takesAnyState, bytes);
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
