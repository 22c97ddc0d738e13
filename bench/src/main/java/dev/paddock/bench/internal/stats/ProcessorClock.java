package dev.paddock.bench.internal.stats;

import dev.paddock.bench.internal.peer.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the processors' time goes between two moments, from /proc/stat. */
public final class ProcessorClock {
    private final Reading start = Reading.now();

    /** Clock ticks since boot: of all kinds, not idle, stolen, and of this process with all that it has started. */
    private record Reading(long all, long busy, long stolen, long own) {
        static Reading now() {
            long own = ProcessTree.processorTicks(ProcessHandle.current());
            try (var lines = Files.lines(Path.of("/proc/stat"))) {
                // cpu user nice system idle iowait irq softirq steal ...; guest time is within user time
                var fields = lines.findFirst().orElse("").strip().split("\\s+");
                var ticks = Arrays.stream(fields).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
                long all = Arrays.stream(ticks).sum();
                return new Reading(all, all - ticks[3] - ticks[4] - ticks[7], ticks[7], own);
            } catch (IOException | RuntimeException e) {
                return new Reading(0, 0, 0, own);
            }
        }
    }

    /** The part of all processors' time that was not idle since this clock was made. */
    public double busy() {
        var end = Reading.now();
        return (double) (end.busy - start.busy) / Math.max(1, end.all - start.all);
    }

    /**
     * How noisy it was since this clock was made, given what executions were disturbed by and how many were not, what confirms
     * their figures, how far processes of a machine lay apart, and how many figures have settled.
     */
    public Noise since(
            double disturbance, double undisturbed, double[] gaps, double[] processes, Settlement settlement) {
        var end = Reading.now();
        double all = Math.max(1, end.all - start.all);
        double others = Math.max(0, end.busy - start.busy - (end.own - start.own)) / all;
        double stolen = (end.stolen - start.stolen) / all;
        return new Noise(
                others, stolen, disturbance, undisturbed, Noise.Spread.of(gaps), Noise.Spread.of(processes), settlement);
    }
}
