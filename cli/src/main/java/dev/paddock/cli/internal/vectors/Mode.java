package dev.paddock.cli.internal.vectors;

import dev.paddock.host.Backend;
import dev.paddock.host.Metering;

/** A way to run a program: where, and how gas is counted. */
public record Mode(Backend backend, Metering metering) {

    /**
     * Whether a vector can be put to this mode at all: without metering nothing ever runs out of gas, and float metering
     * counts below 2^52.
     */
    public boolean canAnswer(Vector vector) {
        return switch (metering) {
            case NONE -> !vector.needsGas();
            case SYNC, ASYNC -> true;
            case FLOAT -> vector.mostGas() >= 0 && vector.mostGas() < Metering.MAX_FLOAT_GAS;
        };
    }

    /** Whether the gas counter is exact at every stop, rather than only in whether a run succeeds. */
    boolean countsExactly() {
        return switch (metering) {
            case SYNC, FLOAT -> true;
            case NONE, ASYNC -> false;
        };
    }

    @Override
    public String toString() {
        return backend.label() + "/" + metering.label();
    }
}
