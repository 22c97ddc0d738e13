package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.KernelKnobs;
import dev.paddock.seccomp.SandboxLayer;

/** What an administrator can do to have a layer, judged by how the system is set now. */
public final class Remedies {

    private Remedies() {}

    public static String forNamespace(Namespace namespace) {
        if (KernelKnobs.number(namespace.limit().replace('.', '/')).orElse(1L) == 0) {
            return "As root: sysctl %s=1000".formatted(namespace.limit());
        }
        if (namespace == Namespace.USER && isOne("kernel/apparmor_restrict_unprivileged_userns")) {
            return "As root: sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        }
        if (namespace == Namespace.USER && isZero("kernel/unprivileged_userns_clone")) {
            return "As root: sysctl kernel.unprivileged_userns_clone=1";
        }
        return "In a container: a seccomp profile that permits clone and unshare with new namespaces, or SYS_ADMIN;"
                + " elsewhere: a higher " + namespace.limit();
    }

    public static String forLayer(SandboxLayer layer) {
        return switch (layer) {
            case USER_NAMESPACE -> forNamespace(Namespace.USER);
            case MOUNT_NAMESPACE -> forNamespace(Namespace.MOUNT);
            case PID_NAMESPACE -> forNamespace(Namespace.PID);
            case NETWORK_NAMESPACE -> forNamespace(Namespace.NETWORK);
            case IPC_NAMESPACE -> forNamespace(Namespace.IPC);
            case UTS_NAMESPACE -> forNamespace(Namespace.UTS);
            case EMPTY_ROOT ->
                isOne("kernel/apparmor_restrict_unprivileged_userns")
                        ? forNamespace(Namespace.USER)
                        : "In a container: a seccomp profile that permits mount, umount2 and pivot_root";
            case SEPARATE_USER, CAPABILITIES ->
                "In a container: keep SETUID, SETGID and SETPCAP, and map user 65534; or do not start as root";
            case CLOSED_DESCRIPTORS -> "Linux 5.9 or newer, and a seccomp profile that permits close_range";
            case NOT_DUMPABLE -> "Execute from a file without permission to read";
            case SECCOMP -> "A kernel with CONFIG_SECCOMP_FILTER";
            case NO_NEW_PRIVS, RESOURCE_LIMITS, PARENT_DEATH_SIGNAL ->
                "This is not expected: please report it with the output of `paddock doctor`";
        };
    }

    private static boolean isOne(String knob) {
        return KernelKnobs.number(knob).orElse(0L) == 1;
    }

    private static boolean isZero(String knob) {
        return KernelKnobs.number(knob).orElse(1L) == 0;
    }
}
