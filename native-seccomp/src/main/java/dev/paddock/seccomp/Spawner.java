package dev.paddock.seccomp;

import dev.paddock.seccomp.internal.ExecutableCode;
import dev.paddock.seccomp.internal.LayerReport;
import dev.paddock.seccomp.internal.Namespace;
import dev.paddock.seccomp.internal.NamespacePlan;
import dev.paddock.seccomp.internal.Privileges;
import dev.paddock.seccomp.internal.SandboxScript;
import dev.paddock.seccomp.internal.SpawnScript;
import dev.paddock.seccomp.internal.SpawnStep;
import dev.paddock.seccomp.internal.SpawnerThread;
import dev.paddock.seccomp.internal.Syscalls;
import java.lang.ref.Reference;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts sandboxed processes, all of them from one thread of its own that lives as long as the spawner: Linux kills the
 * children (parent death signal) when the <em>thread</em> that started them ends.
 *
 * <p>Closing the spawner ends the thread, and so all its children.
 */
public final class Spawner implements AutoCloseable {

    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;

    private final ExecutableCode stub;
    private final SpawnerThread thread;

    /** What the kernel last agreed to, for a request that wanted {@code wanted}. Confined to the thread. */
    private Agreement agreement = new Agreement(Set.of(), NamespacePlan.all(Set.of()));

    /** Threads have rights of their own, so it is the thread that is asked. */
    private final Privileges privileges;

    private record Agreement(Set<Namespace> wanted, NamespacePlan plan) {}

    /**
     * @param stub machine code that keeps the contract of {@link SpawnLayout}
     */
    public Spawner(byte[] stub) {
        this.stub = new ExecutableCode(stub);
        this.thread = new SpawnerThread();
        this.privileges = thread.call(Privileges::current);
    }

    /**
     * Starts a process. Where the system refuses a layer, the process starts without, and the result says so.
     *
     * @throws SandboxUnavailableException if the system lets us start no such process at all
     * @throws LinuxException if the system is short of something
     */
    public SpawnedProcess spawn(SpawnRequest request) {
        return thread.call(() -> spawnHere(request));
    }

    /** Ends the thread, and so every process that it started and that still runs. */
    @Override
    public void close() {
        thread.close();
        stub.close();
    }

    private SpawnedProcess spawnHere(SpawnRequest request) {
        var wanted = namespacesAtClone(request);
        if (!agreement.wanted.equals(wanted)) {
            agreement = new Agreement(wanted, NamespacePlan.all(wanted));
        }
        for (boolean again = false; ; again = true) {
            try (var script = SandboxScript.of(request, agreement.plan, privileges)) {
                long pid = run(script);
                if (!Syscalls.failed(pid)) {
                    return started((int) pid, script, request);
                }
                if (again || agreement.plan.atClone().isEmpty() || !isAboutNamespaces(Errno.of(pid))) {
                    throw new LinuxException("Starting a worker process (clone)", Errno.of(pid));
                }
            } finally {
                Reference.reachabilityFence(request); // the script holds the numbers of its descriptors
            }
            agreement = new Agreement(wanted, NamespacePlan.probe(wanted, this::tryClone));
        }
    }

    /** With the right to make namespaces, the user namespace comes later, when the child is nobody already. */
    private Set<Namespace> namespacesAtClone(SpawnRequest request) {
        return Set.of(Namespace.values()).stream()
                .filter(namespace -> request.layers().contains(namespace.layer()))
                .filter(namespace -> namespace != Namespace.USER || !privileges.canMakeNamespaces())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAboutNamespaces(Errno errno) {
        return switch (errno) {
            case EPERM, EACCES, ENOSPC, EINVAL, EUSERS, ENOSYS -> true;
            default -> false;
        };
    }

    /**
     * Runs a script in a child of its own; answers the child's pid or -errno. A child that becomes another user takes
     * from the memory it shares with us the mark that lets debuggers and core dumps at it; that is put back.
     */
    private long run(SpawnScript script) {
        long dumpable = Syscalls.raw(Sys.PRCTL, PR_GET_DUMPABLE, 0, 0, 0, 0);
        long pid = stub.call(script.address());
        if (dumpable == 1) {
            Syscalls.raw(Sys.PRCTL, PR_SET_DUMPABLE, 1, 0, 0, 0);
        }
        return pid;
    }

    private long tryClone(Set<Namespace> namespaces) {
        try (var script = SandboxScript.probe(NamespacePlan.all(namespaces))) {
            long pid = run(script);
            if (!Syscalls.failed(pid)) {
                new ChildProcess((int) pid, Fd.own(script.pidfd())).close();
            }
            return pid;
        }
    }

    private SpawnedProcess started(int pid, SpawnScript script, SpawnRequest request) {
        var process = new ChildProcess(pid, Fd.own(script.pidfd()));
        var outcomes = script.outcomes();
        outcomes.stream()
                .filter(outcome -> outcome.step().isMandatory() && outcome.hasFailed())
                .findFirst()
                .ifPresent(failure -> {
                    process.close(); // has exited already
                    throw notStarted(failure);
                });
        var report = new LayerReport(request, agreement.plan, privileges, outcomes);
        return new SpawnedProcess(process, report.statuses());
    }

    private static RuntimeException notStarted(SpawnStep.Outcome failure) {
        String what = failure.step().what();
        return switch (failure.errno()) {
            case EACCES, EPERM, ENOSYS -> new SandboxUnavailableException(
                    "%s says %s in a new worker process".formatted(what, failure.errno()),
                    "See `paddock doctor`; a security module or a container's seccomp profile may forbid it.");
            case NONE -> new LinuxException("Starting a worker process: " + what, Errno.EPIPE);
            default -> new LinuxException("Starting a worker process (" + what + ")", failure.errno());
        };
    }
}
