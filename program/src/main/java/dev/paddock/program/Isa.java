package dev.paddock.program;

import java.util.Optional;

/** An instruction set: which instructions exist, under which numbers, and how wide registers are. */
public enum Isa {
    REVIVE_V1("revive_v1", 0, true, false),
    LATEST32("latest32", 1, false, false),
    LATEST64("latest64", 2, true, true),
    JAM_V1("jam_v1", 3, true, false);

    private final String label;
    private final int versionByte;
    private final boolean is64Bit;
    private final boolean isExtended;

    Isa(String label, int versionByte, boolean is64Bit, boolean isExtended) {
        this.label = label;
        this.versionByte = versionByte;
        this.is64Bit = is64Bit;
        this.isExtended = isExtended;
    }

    /** The name people write, as in {@code %isa = latest64}. */
    public String label() {
        return label;
    }

    /** The byte after the magic of a {@code .polkavm} container. */
    public int versionByte() {
        return versionByte;
    }

    public boolean is64Bit() {
        return is64Bit;
    }

    /** Whether code is in the extended encoding (no bitmask, 1,024-byte blocks) rather than the legacy one. */
    public boolean isExtended() {
        return isExtended;
    }

    public static Optional<Isa> byLabel(String label) {
        for (Isa isa : values()) {
            if (isa.label.equals(label)) {
                return Optional.of(isa);
            }
        }
        return Optional.empty();
    }

    public static Optional<Isa> byVersion(int versionByte) {
        for (Isa isa : values()) {
            if (isa.versionByte == versionByte) {
                return Optional.of(isa);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return label;
    }
}
