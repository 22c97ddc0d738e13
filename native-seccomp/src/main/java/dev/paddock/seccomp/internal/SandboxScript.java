package dev.paddock.seccomp.internal;

import static dev.paddock.seccomp.SandboxLayer.CAPABILITIES;
import static dev.paddock.seccomp.SandboxLayer.CLOSED_DESCRIPTORS;
import static dev.paddock.seccomp.SandboxLayer.EMPTY_ROOT;
import static dev.paddock.seccomp.SandboxLayer.NO_NEW_PRIVS;
import static dev.paddock.seccomp.SandboxLayer.PARENT_DEATH_SIGNAL;
import static dev.paddock.seccomp.SandboxLayer.RESOURCE_LIMITS;
import static dev.paddock.seccomp.SandboxLayer.SEPARATE_USER;
import static dev.paddock.seccomp.SandboxLayer.USER_NAMESPACE;

import dev.paddock.seccomp.ChildProcess;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnRequest;
import dev.paddock.seccomp.Sys;

/**
 * Writes what a child does between clone and its program: the sandbox's policy, in the order in which Linux allows it.
 *
 * <p>The child shares this process's memory, so nothing here may change what belongs to the memory rather than to the
 * process. That is why {@code PR_SET_DUMPABLE} is not here: {@link dev.paddock.seccomp.Memfd#program} sees to it.
 */
public final class SandboxScript {

    private static final long CLONE_VM = 0x100;
    private static final long CLONE_PIDFD = 0x1000;
    private static final long CLONE_VFORK = 0x4000;
    private static final long SIGCHLD = 17;

    private static final long PR_SET_PDEATHSIG = 1;
    private static final long PR_SET_NO_NEW_PRIVS = 38;

    private final SpawnRequest request;
    private final NamespacePlan namespaces;
    private final Privileges privileges;
    private final SpawnScript script;

    private SandboxScript(SpawnRequest request, NamespacePlan namespaces, Privileges privileges) {
        this.request = request;
        this.namespaces = namespaces;
        this.privileges = privileges;
        this.script = new SpawnScript(cloneFlags(namespaces));
    }

    /** The script for one process. The descriptors of the request must stay open until it has run. */
    public static SpawnScript of(SpawnRequest request, NamespacePlan namespaces, Privileges privileges) {
        var writer = new SandboxScript(request, namespaces, privileges);
        writer.write();
        return writer.script;
    }

    /** A script whose child does nothing, to see whether clone gives it these namespaces. */
    public static SpawnScript probe(NamespacePlan namespaces) {
        var script = new SpawnScript(cloneFlags(namespaces));
        script.must("exit", Sys.EXIT_GROUP, 0);
        return script;
    }

    /** How a child is cloned: it shares our memory, and we wait, until it becomes its program. */
    public static long cloneFlags(NamespacePlan namespaces) {
        return CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD | Namespace.cloneFlags(namespaces.atClone());
    }

    private void write() {
        var descriptors = new DescriptorSteps(script, request);
        descriptors.pass();
        if (wants(EMPTY_ROOT) && namespaces.has(Namespace.MOUNT)) {
            MountSteps.emptyRoot(script);
        }
        loseRights();
        if (wants(NO_NEW_PRIVS)) {
            script.must(NO_NEW_PRIVS, "prctl(NO_NEW_PRIVS)", Sys.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        }
        if (wants(PARENT_DEATH_SIGNAL)) {
            // After the last change of user: that clears it.
            script.must(PARENT_DEATH_SIGNAL, "prctl(PDEATHSIG)", Sys.PRCTL, PR_SET_PDEATHSIG, ChildProcess.SIGKILL);
        }
        if (wants(CLOSED_DESCRIPTORS)) {
            descriptors.closeOthers();
        }
        descriptors.checkLifeline(); // after the others are closed, among which is a copy of its other end
        if (wants(RESOURCE_LIMITS)) {
            LimitSteps.limitResources(script, request.maxDescriptors());
        }
        descriptors.execute();
    }

    /** First what needs rights, then the rights themselves. */
    private void loseRights() {
        // Inside a user namespace there is no other user to become.
        boolean switchesUser = privileges.canSwitchUser() && !namespaces.has(Namespace.USER);
        if (privileges.canDropBoundingSet() || namespaces.has(Namespace.USER)) {
            dropBoundingSet();
        }
        if (wants(SEPARATE_USER) && switchesUser) {
            CapabilitySteps.becomeNobody(script);
        }
        if (wants(USER_NAMESPACE) && namespaces.leavesForLater(Namespace.USER)) {
            CapabilitySteps.enterUserNamespace(script, this::dropBoundingSet);
        }
        if (wants(CAPABILITIES)) {
            CapabilitySteps.dropCapabilities(script);
        }
    }

    private void dropBoundingSet() {
        if (wants(CAPABILITIES)) {
            CapabilitySteps.dropBoundingSet(script, privileges);
        }
    }

    private boolean wants(SandboxLayer layer) {
        return request.layers().contains(layer);
    }
}
