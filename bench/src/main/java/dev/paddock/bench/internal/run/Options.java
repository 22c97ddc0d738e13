package dev.paddock.bench.internal.run;

import dev.paddock.bench.vm.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the user asks for.
 *
 * @param machines ids or families; empty: all
 * @param guests names of benchmarks, or files; empty: all benchmarks
 * @param repetitions how many turns a machine has in a process at most
 * @param turn how long a turn is, at least
 * @param newProcesses how many new processes first compilation and one shot are measured with
 * @param budget how long a machine that is slow may take over a guest's turns before it gets fewer of them
 * @param time how long the run may take: until then, what has not settled gets turns in new processes; zero: there is one
 *     process, which has all turns
 * @param timeout how long an adapter may take over one answer
 * @param home Paddock's top folder
 * @param guestFolder where benchmarks are
 * @param output where the report's files go; none: to the terminal only
 * @param page where the report is written as a page besides, with links to the charts in {@code output}
 * @param before classes of another version of Paddock, whose machines take part
 * @param compareWith an earlier run's JSON, whose rankings are compared
 */
public record Options(
        Action action,
        List<String> machines,
        List<String> guests,
        Set<Measure> measures,
        int repetitions,
        Duration turn,
        int newProcesses,
        Duration budget,
        Duration time,
        Duration timeout,
        double warmUpFactor,
        long seed,
        Path home,
        Path guestFolder,
        Optional<Path> output,
        Optional<Path> page,
        Optional<Path> before,
        Optional<Path> compareWith,
        List<String> commandLine) {
    /** What to do. */
    public enum Action {
        RUN,
        LIST,
        HELP
    }

    public Options {
        machines = List.copyOf(machines);
        guests = List.copyOf(guests);
        measures = Set.copyOf(measures);
        commandLine = List.copyOf(commandLine);
    }

    public boolean measures(Measure measure) {
        return measures.contains(measure);
    }

    /** Whether turns are added where figures have not settled, and left out where they have. */
    boolean adaptive() {
        return !time.isZero();
    }

    /** How many turns all machines have in a process, settled or not. */
    int commonTurns() {
        return adaptive() ? Math.min(2, repetitions) : repetitions;
    }

    /**
     * How many turns a machine gets in a process at most, whose operation takes that long: fewer where they would take too long.
     *
     * @param renewable whether there will be another process
     */
    int turns(double secondsAnOperation, boolean renewable) {
        double seconds = Math.max(turn.toNanos() / 1e9, secondsAnOperation);
        double allowed = budget.toNanos() / 1e9 / (adaptive() && renewable ? 2 : 1);
        return (int) Math.clamp(allowed / seconds, 1, repetitions);
    }
}
