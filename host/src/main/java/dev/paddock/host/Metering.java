package dev.paddock.host;

/** How a program's use of gas is noticed. What a block costs is the cost model's matter. */
public enum Metering {
    /** Not counted. Deadlines and cancellation still hold. */
    NONE,
    /** Each block stops before it runs when it can't be paid; the state at the stop is exact and resumable. */
    SYNC,
    /**
     * Blocks only subtract; a checker notices some ticks later. Whether a run succeeds, and each host call that is
     * served, equal {@link #SYNC}; after out-of-gas the gas counter is negative and the instance can't be resumed.
     */
    ASYNC,
    /** As {@link #SYNC}, counted by the floating-point unit. Gas must be below {@link #MAX_FLOAT_GAS}. */
    FLOAT;

    /** Gas under {@link #FLOAT} must be less than this, 2^52. */
    public static final long MAX_FLOAT_GAS = 1L << 52;

    /** The name people type, such as {@code sync}. */
    public String label() {
        return switch (this) {
            case NONE -> "none";
            case SYNC -> "sync";
            case ASYNC -> "async";
            case FLOAT -> "float";
        };
    }

    /** Whether gas is counted at all. */
    public boolean counts() {
        return this != NONE;
    }
}
