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
 * @param repetitions how often each machine has its turn
 * @param turn how long a turn is, at least
 * @param newProcesses how many new processes first compilation and one shot are measured with
 * @param budget how long a machine that is slow may take over a guest's turns before it gets fewer of them
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

    /** How many of the turns a machine's first process has; the others are for a second one. */
    int firstHalf() {
        return newProcesses > 1 ? (repetitions + 1) / 2 : repetitions;
    }

    /** How many turns a machine gets whose operation takes that long: fewer where they would take too long. */
    int turns(double secondsAnOperation) {
        double seconds = Math.max(turn.toNanos() / 1e9, secondsAnOperation);
        return (int) Math.clamp(budget.toNanos() / 1e9 / seconds, 1, repetitions);
    }
}
