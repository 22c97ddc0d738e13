package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SandboxLayer.CAPABILITIES;
import static dev.paddock.seccomp.SandboxLayer.SEPARATE_USER;
import static dev.paddock.seccomp.SandboxLayer.USER_NAMESPACE;

import dev.paddock.seccomp.Sys;

/** How a child gets rid of its rights. */
final class CapabilitySteps {

    private static final long NULL = 0;
    private static final long PR_CAPBSET_DROP = 24;
    private static final long PR_SET_SECUREBITS = 28;
    private static final long PR_CAP_AMBIENT = 47;
    private static final long PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final long CAPABILITY_VERSION_3 = 0x2008_0522;

    private static final long NOROOT = 1 << 0;
    private static final long NOROOT_LOCKED = 1 << 1;
    private static final long NO_SETUID_FIXUP_LOCKED = 1 << 3;
    private static final long KEEP_CAPS_LOCKED = 1 << 5;
    private static final long NO_CAP_AMBIENT_RAISE = 1 << 6;
    private static final long NO_CAP_AMBIENT_RAISE_LOCKED = 1 << 7;

    /** Being root means nothing to execve, becoming another user loses all capabilities, and so it stays. */
    private static final long SECUREBITS = NOROOT
            | NOROOT_LOCKED
            | NO_SETUID_FIXUP_LOCKED
            | KEEP_CAPS_LOCKED
            | NO_CAP_AMBIENT_RAISE
            | NO_CAP_AMBIENT_RAISE_LOCKED;

    /** "nobody" on every distribution, and what the kernel itself shows for a user it cannot name. */
    private static final long NOBODY = 65534;

    private CapabilitySteps() {}

    /** Needs rights itself, so it comes before they are lost. */
    static void dropBoundingSet(SpawnScript script, Privileges privileges) {
        script.group(() -> {
            for (long capability = 0; capability <= privileges.lastCapability(); capability++) {
                script.may(CAPABILITIES, "prctl(CAPBSET_DROP)", Sys.PRCTL, PR_CAPBSET_DROP, capability, 0, 0, 0);
            }
            script.may(CAPABILITIES, "prctl(SECUREBITS)", Sys.PRCTL, PR_SET_SECUREBITS, SECUREBITS, 0, 0, 0);
        });
    }

    static void becomeNobody(SpawnScript script) {
        script.group(() -> {
            script.may(SEPARATE_USER, "setgroups", Sys.SETGROUPS, 0, NULL);
            script.may(SEPARATE_USER, "setresgid", Sys.SETRESGID, NOBODY, NOBODY, NOBODY);
            script.may(SEPARATE_USER, "setresuid", Sys.SETRESUID, NOBODY, NOBODY, NOBODY);
        });
    }

    /** A new user namespace comes with every capability in it and a full bounding set, to be dropped again. */
    static void enterUserNamespace(SpawnScript script, Runnable dropAgain) {
        script.group(() -> {
            script.may(USER_NAMESPACE, "unshare(user)", Sys.UNSHARE, Namespace.USER.cloneFlag());
            dropAgain.run();
        });
    }

    static void dropCapabilities(SpawnScript script) {
        long header = script.words(CAPABILITY_VERSION_3); // { version, pid = 0: itself }
        long none = script.words(0, 0, 0); // twice { effective, permitted, inheritable }
        long clearAll = PR_CAP_AMBIENT_CLEAR_ALL;
        script.may(CAPABILITIES, "prctl(CAP_AMBIENT)", Sys.PRCTL, PR_CAP_AMBIENT, clearAll, 0, 0, 0);
        script.may(CAPABILITIES, "capset", Sys.CAPSET, header, none);
    }
}
