package dev.paddock.cli.internal;

import dev.paddock.seccomp.KernelProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be seen of this machine without starting a worker. */
final class MachineFindings {
    /** What generated code uses: BMI1, BMI2, LZCNT (Linux calls it abm) and POPCNT. */
    private static final List<String> CPU_FLAGS = List.of("bmi1", "bmi2", "abm", "popcnt");

    private MachineFindings() {}

    /** One finding; the remedy is for those that are not good. */
    record Finding(String name, boolean good, String text, String remedy) {}

    static List<Finding> all() throws IOException {
        var findings = new ArrayList<Finding>(List.of(jdk(), cpu(), startupCache(), nativeLibrary()));
        for (var fact : KernelProbe.facts()) {
            findings.add(new Finding(fact.name(), fact.good(), fact.value(), fact.remedy()));
        }
        return findings;
    }

    private static Finding jdk() {
        return new Finding(
                "JDK",
                Runtime.version().feature() >= 25,
                Runtime.version() + " in " + System.getProperty("java.home"),
                "25 or newer is needed");
    }

    private static Finding cpu() throws IOException {
        var flags = cpuFlags();
        var missing = new ArrayList<>(CPU_FLAGS);
        missing.removeAll(flags);
        return new Finding(
                "CPU",
                missing.isEmpty(),
                missing.isEmpty() ? "has " + String.join(", ", CPU_FLAGS) : "lacks " + String.join(", ", missing),
                "native code needs x86-64-v3 (Haswell, Zen or later); on a virtual machine, pass the host's CPU through");
    }

    private static Set<String> cpuFlags() throws IOException {
        var info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return Set.of();
        }
        try (var lines = Files.lines(info)) {
            return lines.filter(l -> l.startsWith("flags"))
                    .findFirst()
                    .map(l -> Set.copyOf(List.of(l.substring(l.indexOf(':') + 1).strip().split("\\s+"))))
                    .orElse(Set.of());
        }
    }

    private static Finding startupCache() {
        var cache = System.getProperty("paddock.startup.cache", "");
        return new Finding(
                "start-up cache",
                !cache.isEmpty(),
                cache.isEmpty() ? "not in use: starts take longer" : cache,
                "./paddock makes it beside the build, or in ~/.cache/paddock: one of them must be writable once");
    }

    private static Finding nativeLibrary() {
        var folder = System.getProperty("jna.boot.library.path", "");
        if (!folder.isEmpty()) {
            return new Finding("JNA's library", true, folder, "");
        }
        var temporary = Path.of(System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir")));
        return new Finding(
                "JNA's library",
                Files.isWritable(temporary),
                "unpacked to " + temporary + " at each start",
                "name a folder that is writable: PADDOCK_JAVA_OPTS=-Djna.tmpdir=/a/writable/folder");
    }
}
