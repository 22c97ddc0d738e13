package dev.paddock.program;

/** Where control goes after an instruction; everything but {@link #CONTINUES} ends a basic block. */
public enum Flow {
    /** To the next instruction, in the same block. */
    CONTINUES,
    /** Nowhere: a trap. */
    STOPS,
    /** To the next instruction, which starts a block. */
    FALLS_THROUGH,
    /** To the target. */
    JUMPS,
    /** To the target or to the next instruction. */
    BRANCHES,
    /** To an address from a register, through the jump table. */
    JUMPS_INDIRECTLY;

    public boolean endsBlock() {
        return this != CONTINUES;
    }

    /** Whether control can reach the position after the instruction. */
    public boolean canReachNext() {
        return switch (this) {
            case CONTINUES, FALLS_THROUGH, BRANCHES -> true;
            case STOPS, JUMPS, JUMPS_INDIRECTLY -> false;
        };
    }
}
