package dev.paddock.seccomp;

import dev.paddock.seccomp.internal.Syscalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Asks this system for what the sandbox depends on. What a worker really gets, only starting one tells. */
public final class KernelProbe {

    /** The lowest guest address: guest memory is mapped at its own addresses. */
    private static final long LOWEST_GUEST_ADDRESS = 0x1_0000;

    private KernelProbe() {}

    /** Whether this is Linux on x86-64: elsewhere nothing else in this package may be called. */
    public static boolean isSupportedPlatform() {
        return System.getProperty("os.name", "").equals("Linux") && System.getProperty("os.arch", "").equals("amd64");
    }

    /** All facts, in an order to print them in. Never throws: what cannot be found out is a fact too. */
    public static List<KernelFact> facts() {
        String platform = "%s %s %s"
                .formatted(
                        System.getProperty("os.name", "?"),
                        System.getProperty("os.version", "?"),
                        System.getProperty("os.arch", "?"));
        if (!isSupportedPlatform()) {
            return List.of(new KernelFact(
                    "kernel", platform, false, "The native backend needs Linux on x86-64"));
        }
        var facts = new ArrayList<KernelFact>();
        facts.add(KernelFact.good("kernel", platform));
        facts.add(KernelFact.good("user", user()));
        facts.add(knob(
                "user.max_user_namespaces",
                value -> value > 0,
                "As root: sysctl user.max_user_namespaces=1000"));
        facts.add(knob(
                "kernel.unprivileged_userns_clone",
                value -> value != 0 || isRoot(),
                "As root: sysctl kernel.unprivileged_userns_clone=1"));
        facts.add(knob(
                "kernel.apparmor_restrict_unprivileged_userns",
                value -> value == 0 || isRoot(),
                "As root: sysctl kernel.apparmor_restrict_unprivileged_userns=0"));
        facts.add(knob("vm.memfd_noexec", value -> value < 2, "As root: sysctl vm.memfd_noexec=1 (or 0)"));
        facts.add(knob(
                "vm.mmap_min_addr",
                value -> value <= LOWEST_GUEST_ADDRESS,
                "As root: sysctl vm.mmap_min_addr=65536"));
        facts.add(seccompActions());
        facts.add(executableMemfd());
        facts.add(call("pidfd", Sys.PIDFD_OPEN, "Linux 5.3 or newer", ProcessHandle.current().pid(), 0));
        // A range that holds nothing: it closes nothing.
        facts.add(call("close_range", Sys.CLOSE_RANGE, "Linux 5.9 or newer", 0xFFFF_FFFEL, 0xFFFF_FFFFL, 0));
        return List.copyOf(facts);
    }

    private static String user() {
        long uid = Syscalls.raw(Sys.GETEUID);
        return "uid %d, capabilities %s".formatted(uid, KernelKnobs.status("CapEff").orElse("unknown"));
    }

    private static boolean isRoot() {
        return Syscalls.raw(Sys.GETEUID) == 0;
    }

    private static KernelFact knob(String name, LongPredicate good, String remedy) {
        Optional<Long> value = KernelKnobs.number(name.replace('.', '/'));
        return value.map(number -> KernelFact.judged(name, number.toString(), good.test(number), remedy))
                .orElseGet(() -> KernelFact.good(name, "not a setting of this kernel"));
    }

    private static KernelFact seccompActions() {
        String actions = KernelKnobs.read("kernel/seccomp/actions_avail").orElse("none");
        return KernelFact.judged(
                "seccomp actions", actions, actions.contains("kill_process"), "Linux 4.14 or newer");
    }

    private static KernelFact executableMemfd() {
        try (var _ = Memfd.executable("paddock-probe")) {
            return KernelFact.good("executable memfd", "yes");
        } catch (SandboxUnavailableException e) {
            return new KernelFact("executable memfd", "no: " + e.reason(), false, e.remedy());
        } catch (LinuxException e) {
            return new KernelFact("executable memfd", "no: " + e.errno(), false, "Linux 3.17 or newer");
        }
    }

    /** A call that does no harm, to see whether the kernel (and a container's filter) knows it. */
    private static KernelFact call(String name, int number, String remedy, long... arguments) {
        long result = Syscalls.raw(number, arguments);
        if (Syscalls.failed(result)) {
            return new KernelFact(name, Errno.of(result).toString(), false, remedy);
        }
        if (result > 0) {
            Syscalls.raw(Sys.CLOSE, result); // pidfd_open
        }
        return KernelFact.good(name, "yes");
    }
}
