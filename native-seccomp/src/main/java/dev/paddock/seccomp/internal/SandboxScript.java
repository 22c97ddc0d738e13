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
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.KernelKnobs;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnRequest;
import dev.paddock.seccomp.Sys;
import java.util.List;

/**
 * Writes what a child does between clone and its program: the sandbox's policy, in the order in which Linux allows it.
 *
 * <p>The child shares this process's memory, so nothing here may change what belongs to the memory rather than to the
 * process. That is why {@code PR_SET_DUMPABLE} is not here: {@link dev.paddock.seccomp.Memfd#program} sees to it.
 */
public final class SandboxScript {

    private static final long NULL = 0;
    private static final long CLONE_VM = 0x100;
    private static final long CLONE_PIDFD = 0x1000;
    private static final long CLONE_VFORK = 0x4000;
    private static final long SIGCHLD = 17;

    private static final long MS_RDONLY = 1;
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_NOEXEC = 8;
    private static final long MS_REC = 0x4000;
    private static final long MS_PRIVATE = 0x40000;
    private static final long MNT_DETACH = 2;

    private static final long PR_SET_PDEATHSIG = 1;
    private static final long PR_CAPBSET_DROP = 24;
    private static final long PR_SET_SECUREBITS = 28;
    private static final long PR_SET_NO_NEW_PRIVS = 38;
    private static final long PR_CAP_AMBIENT = 47;
    private static final long PR_CAP_AMBIENT_CLEAR_ALL = 4;

    /** root means nothing to execve, and every bit is locked as it is (NO_SETUID_FIXUP and KEEP_CAPS: off). */
    private static final long SECUREBITS =
            0b1 /* NOROOT */ | 0b10 | 0b1000 | 0b10_0000 | 0b100_0000 /* NO_CAP_AMBIENT_RAISE */ | 0b1000_0000;

    private static final long CAPABILITY_VERSION_3 = 0x2008_0522;

    /** "nobody" on every distribution, and what the kernel itself shows for a user it cannot name. */
    private static final long NOBODY = 65534;

    private static final long O_CLOEXEC = 0x80000;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long LAST_DESCRIPTOR = 0xFFFF_FFFFL;

    private enum Limit {
        // spotless:off
        FSIZE(1, 0), STACK(3, 64 * 1024), CORE(4, 0), NPROC(6, 0), MEMLOCK(8, 0), MSGQUEUE(12, 0), NICE(13, 0),
        RTPRIO(14, 0);
        // spotless:on

        private static final int NOFILE = 7;

        private final int resource;
        private final long value;

        Limit(int resource, long value) {
            this.resource = resource;
            this.value = value;
        }
    }

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
        passDescriptors();
        if (wants(EMPTY_ROOT) && namespaces.has(Namespace.MOUNT)) {
            emptyRoot();
        }
        if (wants(CAPABILITIES) && (privileges.canDropBoundingSet() || namespaces.has(Namespace.USER))) {
            dropBoundingSet();
        }
        if (wants(SEPARATE_USER) && switchesUser()) {
            becomeNobody();
        }
        if (wants(USER_NAMESPACE) && !namespaces.has(Namespace.USER) && switchesUser()) {
            enterUserNamespace();
        }
        if (wants(CAPABILITIES)) {
            dropCapabilities();
        }
        if (wants(NO_NEW_PRIVS)) {
            script.must(NO_NEW_PRIVS, "prctl(NO_NEW_PRIVS)", Sys.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        }
        if (wants(PARENT_DEATH_SIGNAL)) {
            // After the last change of user: that clears it.
            script.must(PARENT_DEATH_SIGNAL, "prctl(PDEATHSIG)", Sys.PRCTL, PR_SET_PDEATHSIG, ChildProcess.SIGKILL);
        }
        if (wants(CLOSED_DESCRIPTORS)) {
            closeOtherDescriptors();
        }
        request.lifeline().ifPresent(this::checkLifeline);
        if (wants(RESOURCE_LIMITS)) {
            limitResources();
        }
        execute();
    }

    private boolean wants(SandboxLayer layer) {
        return request.layers().contains(layer);
    }

    /** Root's own rights are worth dropping outside of a user namespace only: inside there is no other user to become. */
    private boolean switchesUser() {
        return privileges.canSwitchUser() && !namespaces.has(Namespace.USER);
    }

    /** In two moves, because a descriptor's old number may be another one's new number. */
    private void passDescriptors() {
        List<Fd> descriptors = request.descriptors();
        int count = descriptors.size();
        int program = SpawnRequest.FIRST_DESCRIPTOR + count;
        int parking = 1 + descriptors.stream()
                .mapToInt(Fd::number)
                .reduce(Math.max(program, request.program().number()), Math::max);
        for (int i = 0; i < count; i++) {
            park(descriptors.get(i), parking + i);
        }
        park(request.program(), parking + count);
        for (int i = 0; i < count; i++) {
            place(parking + i, SpawnRequest.FIRST_DESCRIPTOR + i, 0);
        }
        place(parking + count, program, O_CLOEXEC);
    }

    private void park(Fd descriptor, int number) {
        script.must("dup3", Sys.DUP3, descriptor.number(), number, O_CLOEXEC);
    }

    private void place(int from, int to, long flags) {
        script.must("dup3", Sys.DUP3, from, to, flags);
    }

    /**
     * Puts a read-only file system without a single file over a directory that every Linux has, makes it the root and
     * lets go of the old one. Where the old root can't be moved away (an initramfs), chroot at least turns its back on it.
     */
    private void emptyRoot() {
        long here = script.text(".");
        long flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
        long tmpfs = script.text("tmpfs");
        long proc = script.text("/proc");
        script.group(() -> {
            may(EMPTY_ROOT, "mount(private)", Sys.MOUNT, NULL, script.text("/"), NULL, MS_REC | MS_PRIVATE, NULL);
            long options = script.text("size=4k,nr_inodes=1,mode=555");
            may(EMPTY_ROOT, "mount(tmpfs)", Sys.MOUNT, script.text("paddock"), proc, tmpfs, flags, options);
            may(EMPTY_ROOT, "chdir", Sys.CHDIR, proc);
            script.group(() -> {
                may(EMPTY_ROOT, "pivot_root", Sys.PIVOT_ROOT, here, here);
                may(EMPTY_ROOT, "umount", Sys.UMOUNT2, here, MNT_DETACH);
            });
            may(EMPTY_ROOT, "chroot", Sys.CHROOT, here);
            may(EMPTY_ROOT, "chdir", Sys.CHDIR, script.text("/"));
        });
    }

    private void dropBoundingSet() {
        long last = KernelKnobs.number("kernel/cap_last_cap").orElse(63L);
        script.group(() -> {
            for (long capability = 0; capability <= Math.min(last, 63); capability++) {
                may(CAPABILITIES, "prctl(CAPBSET_DROP)", Sys.PRCTL, PR_CAPBSET_DROP, capability, 0, 0, 0);
            }
            may(CAPABILITIES, "prctl(SECUREBITS)", Sys.PRCTL, PR_SET_SECUREBITS, SECUREBITS, 0, 0, 0);
        });
    }

    private void becomeNobody() {
        script.group(() -> {
            may(SEPARATE_USER, "setgroups", Sys.SETGROUPS, 0, NULL);
            may(SEPARATE_USER, "setresgid", Sys.SETRESGID, NOBODY, NOBODY, NOBODY);
            may(SEPARATE_USER, "setresuid", Sys.SETRESUID, NOBODY, NOBODY, NOBODY);
        });
    }

    /** A new user namespace comes with every capability in it and a full bounding set, to be dropped again. */
    private void enterUserNamespace() {
        script.group(() -> {
            may(USER_NAMESPACE, "unshare(user)", Sys.UNSHARE, Namespace.USER.cloneFlag());
            if (wants(CAPABILITIES)) {
                dropBoundingSet();
            }
        });
    }

    private void dropCapabilities() {
        long header = script.words(CAPABILITY_VERSION_3); // { version, pid = 0: itself }
        long none = script.words(0, 0, 0); // twice { effective, permitted, inheritable }
        script.group(() -> may(
                CAPABILITIES, "prctl(CAP_AMBIENT)", Sys.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
        script.group(() -> may(CAPABILITIES, "capset", Sys.CAPSET, header, none));
    }

    private void closeOtherDescriptors() {
        int afterLast = SpawnRequest.FIRST_DESCRIPTOR + request.descriptors().size() + 1; // + 1: the program
        script.group(() -> {
            may(CLOSED_DESCRIPTORS, "close_range", Sys.CLOSE_RANGE, 0, SpawnRequest.FIRST_DESCRIPTOR - 1, 0);
            may(CLOSED_DESCRIPTORS, "close_range", Sys.CLOSE_RANGE, afterLast, LAST_DESCRIPTOR, 0);
        });
    }

    /** poll without waiting and without asking for any event: it reports only that the other end is closed. */
    private void checkLifeline(Fd lifeline) {
        long descriptor = SpawnRequest.FIRST_DESCRIPTOR + request.descriptors().indexOf(lifeline);
        long pollfd = script.words(descriptor); // { fd i32, events u16 = 0, revents u16 }
        script.mustBeZero(PARENT_DEATH_SIGNAL, "poll of the lifeline", Sys.POLL, pollfd, 1, 0);
    }

    private void limitResources() {
        for (var limit : Limit.values()) {
            limit(limit.name(), limit.resource, limit.value);
        }
        limit("NOFILE", Limit.NOFILE, request.maxDescriptors());
    }

    private void limit(String name, int resource, long value) {
        long pair = script.words(value, value);
        script.group(() -> may(RESOURCE_LIMITS, "setrlimit(" + name + ")", Sys.SETRLIMIT, resource, pair));
    }

    private void execute() {
        long empty = script.text("");
        long arguments = script.words(script.text(request.name()), NULL);
        long environment = script.words(NULL);
        int program = SpawnRequest.FIRST_DESCRIPTOR + request.descriptors().size();
        script.must("execveat", Sys.EXECVEAT, program, empty, arguments, environment, AT_EMPTY_PATH);
    }

    private void may(SandboxLayer layer, String what, int number, long... arguments) {
        script.may(layer, what, number, arguments);
    }
}
