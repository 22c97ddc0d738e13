package dev.paddock.bench.internal.run;

import dev.paddock.bench.vm.Measure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the command line; {@link #HELP} is what it may hold. */
public final class CommandLine {
    public static final String HELP = """
            paddock bench [OPTION...]

            Measures virtual machines side by side: every machine, every guest, in turns. Prints a report. Exit codes:
              0  all is well
              1  a machine gave a wrong result, or failed
              2  the command line is wrong

              --vm LIST             only these machines, by id or family, e.g. --vm paddock,wasmtime-fuel,native
              --guest LIST          only these guests: names of guest/benchmarks, or .polkavm and .wasm files that
                                    export initialize() and run(), the latter returning a 64-bit checksum
              --measure LIST        only these measures (see --list)
              --quick               fewer and shorter turns: an idea of it, in a tenth of the time
              --minutes M           how long the run may take: until then, figures that have not settled get more turns, in new
                                    processes (15); 0: no more turns, and no fewer, than --repetitions (quick: 0)
              --repetitions N       turns each machine has in a process at most (6; quick: 3)
              --seconds S           how long a turn is at least (0.03; quick: 0.01)
              --timeout S           how long an adapter may take to answer (120)
              --seed N              of the order of turns (1)
              --guests DIR          where benchmarks are (guest/benchmarks)
              --output DIR          writes report.md, report.json, report.csv and the charts there
              --page FILE           writes report.md there too, with links to the charts in --output
              --before DIR          classes of another version of Paddock: its machines take part as before-ID, and a
                                    table has the ratios (scripts/compare-previous.sh makes and uses them)
              --compare FILE        compares rankings with an earlier report.json
              --list                what there is: machines, guests, measures, and what is missing
              --help                this text
            """;

    private final List<String> words;
    private final List<String> machines = new ArrayList<>();
    private final List<String> guests = new ArrayList<>();
    private Set<Measure> measures = EnumSet.allOf(Measure.class);
    private Options.Action action = Options.Action.RUN;
    private boolean quick;
    private Optional<Integer> repetitions = Optional.empty();
    private Optional<Duration> turn = Optional.empty();
    private Optional<Duration> time = Optional.empty();
    private Duration timeout = Duration.ofSeconds(120);
    private long seed = 1;
    private Optional<Path> guestFolder = Optional.empty();
    private Optional<Path> output = Optional.empty();
    private Optional<Path> page = Optional.empty();
    private Optional<Path> before = Optional.empty();
    private Optional<Path> compareWith = Optional.empty();

    private CommandLine(List<String> words) {
        this.words = words;
    }

    /**
     * @param arguments with or without the launcher's word for this command in front
     * @throws UsageException with a sentence for the user
     */
    public static Options parse(Path home, String... arguments) {
        var words = List.of(arguments);
        var launched = !words.isEmpty() && words.getFirst().equals("bench");
        return new CommandLine(launched ? words.subList(1, words.size()) : words).parse(home);
    }

    private Options parse(Path home) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            int equals = word.indexOf('=');
            if (!word.startsWith("--")) {
                throw new UsageException("\"" + word + "\" is no option; --help lists them");
            }
            var name = equals < 0 ? word : word.substring(0, equals);
            if (flag(name)) {
                continue;
            }
            if (equals < 0 && ++i == words.size()) {
                throw new UsageException(name + " wants a value");
            }
            option(name, equals < 0 ? words.get(i) : word.substring(equals + 1));
        }
        if (page.isPresent() && output.isEmpty()) {
            throw new UsageException("--page wants --output, where its charts are");
        }
        return new Options(
                action,
                machines,
                guests,
                measures,
                repetitions.orElse(quick ? 3 : 6),
                turn.orElse(Duration.ofMillis(quick ? 10 : 30)),
                quick ? 1 : 3,
                Duration.ofMillis(quick ? 300 : 700),
                time.orElse(quick ? Duration.ZERO : Duration.ofMinutes(15)),
                timeout,
                quick ? 0.25 : 1,
                seed,
                home,
                guestFolder.orElse(home.resolve("guest/benchmarks")),
                output,
                page,
                before,
                compareWith,
                words);
    }

    private boolean flag(String name) {
        switch (name) {
            case "--quick" -> quick = true;
            case "--list" -> action = Options.Action.LIST;
            case "--help" -> action = Options.Action.HELP;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void option(String name, String value) {
        switch (name) {
            case "--vm" -> machines.addAll(list(value));
            case "--guest" -> guests.addAll(list(value));
            case "--measure" -> measures = list(value).stream()
                    .map(CommandLine::measure)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Measure.class)));
            case "--repetitions" -> repetitions = Optional.of((int) number(name, value, 1, 10_000));
            case "--minutes" -> time = Optional.of(minutes(name, value));
            case "--seconds" -> turn = Optional.of(seconds(name, value));
            case "--timeout" -> timeout = seconds(name, value);
            case "--seed" -> seed = number(name, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "--guests" -> guestFolder = Optional.of(Path.of(value));
            case "--output" -> output = Optional.of(Path.of(value));
            case "--page" -> page = Optional.of(Path.of(value));
            case "--before" -> before = Optional.of(Path.of(value));
            case "--compare" -> compareWith = Optional.of(Path.of(value));
            default -> throw new UsageException(name + " is no option; --help lists them");
        }
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",")).filter(s -> !s.isBlank()).toList();
    }

    private static Measure measure(String id) {
        return Measure.of(id).orElseThrow(() -> new UsageException("no measure \"" + id + "\"; there are "
                + Arrays.stream(Measure.values()).map(Measure::id).collect(Collectors.joining(", "))));
    }

    private static long number(String name, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(name + " wants a whole number from " + least + " to " + most + ", not \"" + value
                + "\"");
    }

    private static Duration seconds(String name, String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0 && seconds <= 3600) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(name + " wants seconds, above 0 and at most 3600, not \"" + value + "\"");
    }

    private static Duration minutes(String name, String value) {
        try {
            double minutes = Double.parseDouble(value);
            if (minutes >= 0 && minutes <= 24 * 60) {
                return Duration.ofMillis((long) (minutes * 60_000));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(name + " wants minutes, from 0 to a day of them, not \"" + value + "\"");
    }
}
