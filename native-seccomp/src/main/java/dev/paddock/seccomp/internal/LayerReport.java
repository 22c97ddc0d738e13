package dev.paddock.seccomp.internal;

import dev.paddock.seccomp.Errno;
import dev.paddock.seccomp.LayerStatus;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what the kernel said to a spawn into one status for each layer. */
public final class LayerReport {

    private final SpawnRequest request;
    private final NamespacePlan namespaces;
    private final Privileges privileges;
    private final List<SpawnStep.Outcome> outcomes;

    public LayerReport(
            SpawnRequest request,
            NamespacePlan namespaces,
            Privileges privileges,
            List<SpawnStep.Outcome> outcomes) {
        this.request = request;
        this.namespaces = namespaces;
        this.privileges = privileges;
        this.outcomes = outcomes;
    }

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
            case EMPTY_ROOT, CAPABILITIES, NO_NEW_PRIVS, RESOURCE_LIMITS, CLOSED_DESCRIPTORS, PARENT_DEATH_SIGNAL, SECCOMP ->
                bySteps(layer);
        };
    }

    private LayerStatus byClone(Namespace namespace) {
        return namespaces.has(namespace) ? LayerStatus.on(namespace.layer()) : refused(namespace);
    }

    private LayerStatus refused(Namespace namespace) {
        Errno errno = namespaces.refused().getOrDefault(namespace, Errno.EPERM);
        boolean lacksUserNamespace = namespaces.refused().containsKey(Namespace.USER) && namespace != Namespace.USER;
        String reason = lacksUserNamespace
                ? "needs a user namespace, which is not to be had (%s)".formatted(namespaces.refused().get(Namespace.USER))
                : "clone says " + errno;
        return LayerStatus.off(namespace.layer(), reason, Remedies.forNamespace(lacksUserNamespace ? Namespace.USER : namespace));
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
        if (steps.stream().anyMatch(SpawnStep.Outcome::wasRun)) {
            return LayerStatus.on(layer);
        }
        return switch (layer) {
            case USER_NAMESPACE -> refused(Namespace.USER);
            case EMPTY_ROOT -> LayerStatus.off(
                    layer, "needs a mount namespace, which is not to be had", status(SandboxLayer.MOUNT_NAMESPACE).remedy());
            default -> LayerStatus.off(layer, "its steps were not reached", Remedies.forLayer(layer));
        };
    }

    private LayerStatus separateUser() {
        if (!namespaces.has(Namespace.USER)) {
            return privileges.canSwitchUser()
                    ? bySteps(SandboxLayer.SEPARATE_USER)
                    : LayerStatus.off(
                            SandboxLayer.SEPARATE_USER,
                            "only root can start a process as another user",
                            "Permit user namespaces, which make up for it, or start Paddock as root");
        }
        return LayerStatus.on(SandboxLayer.SEPARATE_USER, "no user of the system is known in its user namespace");
    }

    private LayerStatus notDumpable() {
        return FileMode.of(request.program()).isReadable()
                ? LayerStatus.off(
                        SandboxLayer.NOT_DUMPABLE, "the program's file can be read", "Execute from Memfd.program")
                : LayerStatus.on(SandboxLayer.NOT_DUMPABLE);
    }
}
