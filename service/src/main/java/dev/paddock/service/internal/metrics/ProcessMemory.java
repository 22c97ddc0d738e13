package dev.paddock.service.internal.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process and of its workers, from /proc; 0 where there is none. */
public final class ProcessMemory {
    private ProcessMemory() {}

    public static double own() {
        return resident(ProcessHandle.current().pid());
    }

    public static double children() {
        return ProcessHandle.current().children().mapToDouble(child -> resident(child.pid())).sum();
    }

    private static double resident(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Ended meanwhile, or another system.
            return 0;
        }
        return 0;
    }
}
