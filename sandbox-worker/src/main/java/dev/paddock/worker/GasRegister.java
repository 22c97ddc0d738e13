package dev.paddock.worker;

import dev.paddock.codegen.x64.Metering;

/** How gas looks in the register that counts it. */
public final class GasRegister {
    /** Bits of infinity: the counter of float metering is as many steps below as gas is left, and one more. */
    private static final long INFINITY = 0x7FF0_0000_0000_0000L;

    /** All exceptions masked but overflow, round to nearest. */
    static final int MXCSR = 0x1F80 & ~0x0400;

    /** The highest limit of float metering, so that the counter stays in the top binade. */
    public static final long FLOAT_MAX = (1L << 52) - 1;

    private GasRegister() {}

    /** What to put into the register for {@code gas} units left. */
    public static long encode(Metering metering, long gas) {
        if (metering != Metering.FLOAT) {
            return gas;
        }
        if (gas < 0 || gas > FLOAT_MAX) {
            throw new IllegalArgumentException("gas of " + gas + " with float metering; 0 to " + FLOAT_MAX + " fit");
        }
        return INFINITY - (gas + 1);
    }

    /** How many units are left; below zero if more was taken than there was (sync stops, async). */
    public static long decode(Metering metering, long raw) {
        return metering == Metering.FLOAT ? INFINITY - raw - 1 : raw;
    }
}
