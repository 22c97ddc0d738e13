package dev.paddock.host.internal;

import dev.paddock.host.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What compiled code needs of the machine. */
final class CpuFeatures {
    /** As /proc/cpuinfo calls them; abm is LZCNT. All processors of level x86-64-v3 have them. */
    private static final List<String> NEEDED = List.of("bmi1", "bmi2", "abm", "popcnt");

    private CpuFeatures() {}

    /** @throws BackendUnavailableException naming what is missing */
    static void require() {
        var os = System.getProperty("os.name", "");
        var architecture = System.getProperty("os.arch", "");
        if (!os.equals("Linux") || !architecture.equals("amd64")) {
            throw new BackendUnavailableException("the native backend runs on Linux on x86-64, and this is " + os + " on "
                    + architecture + "; use the interpreter");
        }
        var flags = flags();
        var missing = NEEDED.stream().filter(flag -> !flags.contains(flag)).toList();
        if (!missing.isEmpty()) {
            throw new BackendUnavailableException("the native backend needs a processor of level x86-64-v3, and this one lacks "
                    + String.join(", ", missing) + "; use the interpreter");
        }
    }

    private static Set<String> flags() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(new HashSet<>(Arrays.asList(line.split("\\s+")))))
                    .orElse(Set.of());
        } catch (IOException e) {
            throw new BackendUnavailableException("can't read /proc/cpuinfo: " + e.getMessage());
        }
    }

    /** For cache keys: code depends on nothing beyond what every supported processor has. */
    static String key() {
        return String.join(",", NEEDED);
    }
}
