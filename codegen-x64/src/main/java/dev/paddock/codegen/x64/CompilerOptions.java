package dev.paddock.codegen.x64;

import dev.paddock.program.CostModel;
import java.util.Set;

/**
 * What the compiler is to make: how gas is counted, what blocks cost, and which host calls are one-way.
 *
 * @param oneWayImports numbers of host calls that are posted without waiting for the host
 * @param extendsAtOnce whether registers are whole before each instruction, so that one can go on there with any values;
 *     see {@link CodeMap#narrowRegisters}. Code for which this is false runs faster
 */
public record CompilerOptions(
        Metering metering, CostModel costModel, Set<Integer> oneWayImports, boolean extendsAtOnce) {
    public CompilerOptions {
        oneWayImports = Set.copyOf(oneWayImports);
    }

    /** Extensions wait. */
    public CompilerOptions(Metering metering, CostModel costModel, Set<Integer> oneWayImports) {
        this(metering, costModel, oneWayImports, false);
    }

    /** No host call is one-way, and extensions wait. */
    public CompilerOptions(Metering metering, CostModel costModel) {
        this(metering, costModel, Set.of());
    }

    /** The same with {@link #extendsAtOnce}. */
    public CompilerOptions extendingAtOnce() {
        return new CompilerOptions(metering, costModel, oneWayImports, true);
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
