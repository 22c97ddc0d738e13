package dev.paddock.bench.internal.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of a process and those it has started. */
public final class ProcessTree {
    /** Linux counts processor time for programs in these, whatever the kernel's own ticks are. */
    public static final double TICKS_A_SECOND = 100;

    private ProcessTree() {}

    /**
     * Bytes of memory that the process and its descendants had at most, each for itself; pages that two of them share
     * are counted for both. 0 where it can't be told.
     */
    public static long peakMemory(ProcessHandle process) {
        return all(process).mapToLong(p -> peak(p.pid())).sum();
    }

    /**
     * Clock ticks (a hundredth of a second) of processor time of the process, its descendants, and those that have
     * ended.
     */
    public static long processorTicks(ProcessHandle process) {
        return all(process).mapToLong(p -> ticks(p.pid())).sum();
    }

    private static Stream<ProcessHandle> all(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long peak(long pid) {
        return read("/proc/" + pid + "/status").lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .sum();
    }

    private static long ticks(long pid) {
        var stat = read("/proc/" + pid + "/stat");
        // The name, in parentheses, may hold anything.
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return 0;
        }
        var fields = stat.substring(end + 2).split(" ");
        // utime, stime, cutime, cstime: fields 14 to 17 of the whole line.
        return Stream.of(fields).skip(11).limit(4).mapToLong(Long::parseLong).sum();
    }

    private static String read(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }
}
