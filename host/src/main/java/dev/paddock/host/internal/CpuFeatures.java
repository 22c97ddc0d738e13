package dev.paddock.host.internal;

import dev.paddock.host.BackendUnavailableException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What compiled code needs of the machine. */
final class CpuFeatures {
    /** As /proc/cpuinfo calls them; abm is LZCNT. All processors of level x86-64-v3 have them. */
    private static final List<String> NEEDED = List.of("bmi1", "bmi2", "abm", "popcnt");

    /** Bytes that surely hold what there is to say about one processor. */
    private static final int FIRST_PROCESSOR = 1 << 14;

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
        var missing = NEEDED.stream().filter(flag -> !flags.contains(' ' + flag + ' ')).toList();
        if (!missing.isEmpty()) {
            throw new BackendUnavailableException("the native backend needs a processor of level x86-64-v3, and this one lacks "
                    + String.join(", ", missing) + "; use the interpreter");
        }
    }

    /** Each with a space on either side. */
    private static String flags() {
        try (var file = new FileInputStream("/proc/cpuinfo")) {
            var text = new String(file.readNBytes(FIRST_PROCESSOR), StandardCharsets.ISO_8859_1);
            var start = text.indexOf("\nflags");
            var end = text.indexOf('\n', start + 1);
            return start < 0 ? "" : text.substring(start, end < 0 ? text.length() : end) + ' ';
        } catch (IOException e) {
            throw new BackendUnavailableException("can't read /proc/cpuinfo: " + e.getMessage());
        }
    }

    /** For cache keys: code depends on nothing beyond what every supported processor has. */
    static String key() {
        return String.join(",", NEEDED);
    }
}
