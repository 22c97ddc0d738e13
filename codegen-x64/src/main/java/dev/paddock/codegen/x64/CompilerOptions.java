package dev.paddock.codegen.x64;

import dev.paddock.program.CostModel;
import java.util.Set;

/**
 * What the compiler is to make: how gas is counted, what blocks cost, and which host calls are one-way.
 *
 * @param oneWayImports numbers of host calls that are posted without waiting for the host
 */
public record CompilerOptions(Metering metering, CostModel costModel, Set<Integer> oneWayImports) {
    public CompilerOptions {
        oneWayImports = Set.copyOf(oneWayImports);
    }

    /** No host call is one-way. */
    public CompilerOptions(Metering metering, CostModel costModel) {
        this(metering, costModel, Set.of());
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
