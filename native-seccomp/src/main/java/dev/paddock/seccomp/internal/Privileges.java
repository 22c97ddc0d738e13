package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.KernelKnobs;

/** The capabilities in force of the thread that asks. */
public record Privileges(long capabilities) {

    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;
    private static final int CAP_SETPCAP = 8;
    private static final int CAP_SYS_ADMIN = 21;

    public static Privileges current() {
        return new Privileges(KernelKnobs.status("CapEff")
                .map(mask -> Long.parseUnsignedLong(mask, 16))
                .orElse(0L));
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
