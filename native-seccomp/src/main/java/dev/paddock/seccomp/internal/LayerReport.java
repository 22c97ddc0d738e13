package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.Errno;
import dev.paddock.seccomp.LayerStatus;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns what the kernel said to a spawn into one status for each layer.
 *
 * @param outcomes the steps of its script with their results
 */
public record LayerReport(
        SpawnRequest request, NamespacePlan namespaces, Privileges privileges, List<SpawnStep.Outcome> outcomes) {

    /** Every layer but seccomp, in order. */
    public List<LayerStatus> statuses() {
        return EnumSet.complementOf(EnumSet.of(SandboxLayer.SECCOMP)).stream()
                .map(this::status)
                .toList();
    }

    private LayerStatus status(SandboxLayer layer) {
        if (!request.layers().contains(layer)) {
            return LayerStatus.off(layer, "not asked for", "Ask for it");
        }
        return switch (layer) {
            case USER_NAMESPACE -> namespaces.has(Namespace.USER) ? LayerStatus.on(layer) : bySteps(layer);
            case MOUNT_NAMESPACE -> byClone(Namespace.MOUNT);
            case PID_NAMESPACE -> byClone(Namespace.PID);
            case NETWORK_NAMESPACE -> byClone(Namespace.NETWORK);
            case IPC_NAMESPACE -> byClone(Namespace.IPC);
            case UTS_NAMESPACE -> byClone(Namespace.UTS);
            case SEPARATE_USER -> separateUser();
            case NOT_DUMPABLE -> notDumpable();
            case EMPTY_ROOT,
                    CAPABILITIES,
                    NO_NEW_PRIVS,
                    RESOURCE_LIMITS,
                    CLOSED_DESCRIPTORS,
                    PARENT_DEATH_SIGNAL,
                    SECCOMP -> bySteps(layer);
        };
    }

    private LayerStatus byClone(Namespace namespace) {
        return namespaces.has(namespace) ? LayerStatus.on(namespace.layer()) : refused(namespace);
    }

    /** A namespace that clone did not give. Without the user namespace an ordinary user gets none of the others. */
    private LayerStatus refused(Namespace namespace) {
        var first = namespaces.refused().containsKey(Namespace.USER) ? Namespace.USER : namespace;
        Errno errno = namespaces.refused().getOrDefault(first, Errno.EPERM);
        String reason = first == namespace
                ? "clone says " + errno
                : "needs a user namespace, which is not to be had: " + errno;
        return LayerStatus.off(namespace.layer(), reason, Remedies.forNamespace(first));
    }

    private LayerStatus bySteps(SandboxLayer layer) {
        var steps = outcomes.stream()
                .filter(outcome -> outcome.step().layer().filter(layer::equals).isPresent())
                .toList();
        String failures = steps.stream()
                .filter(SpawnStep.Outcome::hasFailed)
                .map(outcome -> "%s says %s".formatted(outcome.step().what(), outcome.errno()))
                .distinct()
                .collect(Collectors.joining("; "));
        if (!failures.isEmpty()) {
            return LayerStatus.off(layer, failures, Remedies.forLayer(layer));
        }
        return steps.stream().anyMatch(SpawnStep.Outcome::wasRun) ? LayerStatus.on(layer) : notTried(layer);
    }

    private LayerStatus notTried(SandboxLayer layer) {
        if (layer == SandboxLayer.USER_NAMESPACE) {
            return refused(Namespace.USER);
        }
        if (layer == SandboxLayer.EMPTY_ROOT) {
            String remedy = status(SandboxLayer.MOUNT_NAMESPACE).remedy();
            return LayerStatus.off(layer, "needs a mount namespace, which is not to be had", remedy);
        }
        return LayerStatus.off(layer, "its steps were not reached", Remedies.forLayer(layer));
    }

    private LayerStatus separateUser() {
        var layer = SandboxLayer.SEPARATE_USER;
        if (namespaces.has(Namespace.USER)) {
            return LayerStatus.on(layer, "no user of the system is known in its user namespace");
        }
        if (privileges.canSwitchUser()) {
            return bySteps(layer);
        }
        return LayerStatus.off(
                layer,
                "only root can start a process as another user",
                "Permit user namespaces, which make up for it, or start Paddock as root");
    }

    private LayerStatus notDumpable() {
        var layer = SandboxLayer.NOT_DUMPABLE;
        return FileMode.of(request.program()).isReadable()
                ? LayerStatus.off(layer, "the program's file can be read", Remedies.forLayer(layer))
                : LayerStatus.on(layer);
    }
}
