package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.KernelKnobs;

/**
 * The rights of the thread that asks.
 *
 * @param capabilities those in force, as bits
 * @param lastCapability the number of the last one that this kernel knows
 */
public record Privileges(long capabilities, int lastCapability) {


    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;
    private static final int CAP_SETPCAP = 8;
    private static final int CAP_SYS_ADMIN = 21;
    private static final long MAX_CAPABILITY = 63;

    public static Privileges current() {
        long capabilities = KernelKnobs.status("CapEff")
                .map(mask -> Long.parseUnsignedLong(mask, 16))
                .orElse(0L);
        long last = KernelKnobs.number("kernel/cap_last_cap").orElse(MAX_CAPABILITY);
        return new Privileges(capabilities, (int) Math.min(last, MAX_CAPABILITY));
    }

    /** Whether namespaces can be made without a user namespace around them. */
    public boolean canMakeNamespaces() {
        return has(CAP_SYS_ADMIN);
    }

    public boolean canSwitchUser() {
        return has(CAP_SETUID) && has(CAP_SETGID);
    }

    public boolean canDropBoundingSet() {
        return has(CAP_SETPCAP);
    }

    private boolean has(int capability) {
        return (capabilities >>> capability & 1) != 0;
    }
}
