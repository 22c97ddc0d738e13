package dev.paddock.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process, shared pages divided by who shares them. Of workers the superuser alone may ask. */
final class Pss {
    private Pss() {}

    static long kilobytes(ProcessHandle process) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no PSS of process " + process.pid());
    }
}
