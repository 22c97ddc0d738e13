package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.stats.Settlement;
import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** The tables of a report, each for a question. Those without a number in them are left out. */
final class Tables {
    /** What is behind a time. */
    private static final String SETTLED = ", and how much slower the next best process was; in parentheses, where only one had turns, its "
            + "next best turn. ~: not settled.";

    /** What a ~ says. */
    private static final String UNSETTLED = String.format(
            Locale.ROOT,
            "~: of a figure that has not settled: nothing confirms it within %.0f %%.",
            100 * Settling.TOLERANCE);

    private final Figures figures;

    Tables(Figures figures) {
        this.figures = figures;
    }

    /** What a terminal shows: the answers. */
    List<Table> answers() {
        return withNumbers(versions(), relativeExecution(), headToHead(), gas(), againstHash(), bySize(), rates());
    }

    /** What a page shows: the answers, and the numbers behind them. */
    List<Table> execution() {
        return withNumbers(versions(), relativeExecution(), headToHead(), times(Measure.EXECUTION,
                "Time of one call of `run`", "The best slice of all turns" + SETTLED), settling());
    }

    List<Table> gasTables() {
        return withNumbers(gas());
    }

    List<Table> compilation() {
        return withNumbers(
                againstHash(),
                bySize(),
                times(Measure.COMPILATION, "Compilation, warm",
                        "Loading the same program again and again in one process, with no cache" + SETTLED),
                times(Measure.FIRST_COMPILATION, "Compilation, first in a new process",
                        "For machines in Java this is the speed of a cold JVM."),
                byGuest(Measure.CODE_SIZE, "Machine code", "Where the machine tells it.",
                        summary -> Format.size(summary.figure())),
                files());
    }

    List<Table> processes() {
        return withNumbers(
                rates(),
                throughput(),
                times(Measure.ONE_SHOT, "One shot", "From the start of a process to the first result: start, load, "
                        + "instantiate, `initialize`, `run`."),
                byGuest(Measure.MEMORY, "Peak memory",
                        "Resident memory at most, of all processes of the machine, after one "
                        + "call of `run`; for machines in Java with the whole JVM.",
                        summary -> Format.size(summary.figure())));
    }

    /** This version beside another one, if that took part. */
    private Table versions() {
        var header = new ArrayList<>(List.of(""));
        header.addAll(figures.results().guestNames());
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.runners()) {
            var before = VmDescription.BEFORE + machine.id();
            for (var measure : EnumSet.complementOf(
                    EnumSet.of(Measure.SUSTAINED, Measure.BEST_OF_PROCESS, Measure.BEST_COMPILATION_OF_PROCESS,
                            Measure.BEST_INSTANCE_OF_PROCESS, Measure.PROCESSORS, Measure.THROUGHPUT,
                            Measure.THROUGHPUT_OF_ONE))) {
                var row = new ArrayList<>(List.of(title(machine) + ": " + measure.id()));
                for (var guest : figures.results().guestNames()) {
                    row.add(cell(figures.summary(guest, machine.id(), measure), now -> cell(
                            figures.summary(guest, before, measure),
                            then -> Format.ratio(now.figure() / then.figure())
                                    + equal(measure, now, then, () -> figures.results().samples()
                                            .order(guest, machine.id(), before, measure)))));
                }
                if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Table.NOTHING))) {
                    rows.add(row);
                }
            }
        }
        return new Table(
                "This version beside the other",
                "Ratio of times or sizes; below 1, this version is faster or smaller. =: can't be told apart.",
                header,
                rows);
    }

    /** By what confirms them, where turns are repeated until they are confirmed; else by the best quarters of all. */
    private static String equal(Measure measure, Summary now, Summary then, IntSupplier order) {
        if (measure.ofProcess().isPresent()) {
            return order.getAsInt() == 0 ? " =" : "";
        }
        if (now.count() < 2 && now.figure() != then.figure()) {
            return " (once)";
        }
        return now.overlaps(then) ? " =" : "";
    }

    private static List<Table> withNumbers(Table... tables) {
        return List.of(tables).stream().filter(Table::hasNumbers).toList();
    }

    private Table relativeExecution() {
        var reference = figures.reference().map(Results.Machine::id).orElse("");
        var header = new ArrayList<>(List.of("", "mean", "sustained"));
        header.addAll(figures.computing());
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.byMeanRatio(figures.runners(), reference, Measure.EXECUTION)) {
            var ratios = figures.ratios(machine.id(), reference, Measure.EXECUTION);
            if (ratios.isEmpty()) {
                continue;
            }
            var row = new ArrayList<>(List.of(title(machine)));
            var mean = figures.meanRatio(machine.id(), reference, Measure.EXECUTION).orElseThrow();
            var all = figures.computing().size();
            row.add(Format.ratio(mean) + (ratios.size() < all ? " (" + ratios.size() + " of " + all + ")" : ""));
            var sustained = figures.sustained(machine.id(), reference);
            row.add(sustained.isPresent() ? Format.ratio(sustained.getAsDouble()) : Table.NOTHING);
            for (var guest : figures.computing()) {
                var ratio = figures.ratio(guest, machine.id(), reference, Measure.EXECUTION);
                row.add(ratio.isPresent()
                        ? Format.ratio(ratio.getAsDouble()) + mark(guest, machine.id(), reference)
                        : Table.NOTHING);
            }
            rows.add(row);
        }
        return new Table(
                "Execution, relative to " + figures.reference().map(this::title).orElse("nothing"),
                "Ratio of times, lower is faster; mean: geometric. Sustained: the same of whole turns, their median, with all that "
                        + "pauses and neighbours cost. " + UNSETTLED,
                header,
                rows);
    }

    /** Whether Paddock is ahead: ratios below 1 say so. */
    private Table headToHead() {
        var rivals = List.of("polkavm-none", "wasmtime").stream()
                .map(figures.results()::machine)
                .flatMap(Optional::stream)
                .toList();
        var rows = new ArrayList<List<String>>();
        for (var ours : figures.runners()) {
            if (!ours.family().equals("paddock") || ours.id().contains("interpreter")) {
                continue;
            }
            for (var rival : rivals) {
                headToHead(ours, rival).ifPresent(rows::add);
            }
        }
        return new Table(
                "Paddock against PolkaVM without gas and Wasmtime without fuel",
                "Ratio of times; below 1, Paddock is faster.",
                List.of("", "mean", "best", "worst", "faster on", "slower on"),
                rows);
    }

    private Optional<List<String>> headToHead(Results.Machine ours, Results.Machine rival) {
        var ratios = figures.ratios(ours.id(), rival.id(), Measure.EXECUTION);
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        int faster = 0;
        int slower = 0;
        for (var guest : figures.computing()) {
            int order = figures.results().samples().order(guest, ours.id(), rival.id());
            faster += order < 0 ? 1 : 0;
            slower += order > 0 ? 1 : 0;
        }
        return Optional.of(List.of(
                title(ours) + " / " + title(rival),
                Format.ratio(figures.meanRatio(ours.id(), rival.id(), Measure.EXECUTION).orElseThrow()),
                Format.ratio(ratios.stream().mapToDouble(r -> r).min().orElseThrow()),
                Format.ratio(ratios.stream().mapToDouble(r -> r).max().orElseThrow()),
                faster + " of " + ratios.size(),
                slower + " of " + ratios.size()));
    }

    private Table gas() {
        var header = new ArrayList<>(List.of("", "mean"));
        header.addAll(figures.computing());
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.metered()) {
            var baseline = machine.description().baseline();
            var row = new ArrayList<>(List.of(title(machine)));
            var mean = figures.meanRatio(machine.id(), baseline, Measure.EXECUTION);
            row.add(mean.isPresent() ? Format.percent(mean.getAsDouble() - 1) : Table.NOTHING);
            for (var guest : figures.computing()) {
                var ratio = figures.ratio(guest, machine.id(), baseline, Measure.EXECUTION);
                row.add(ratio.isPresent()
                        ? Format.percent(ratio.getAsDouble() - 1) + mark(guest, machine.id(), baseline)
                        : Table.NOTHING);
            }
            rows.add(row);
        }
        return new Table(
                "What metering costs",
                "Additional time against the same machine without metering. " + UNSETTLED,
                header,
                rows);
    }

    private Table againstHash() {
        var header = new ArrayList<>(List.of("", "mean"));
        header.addAll(figures.results().guestNames());
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.runners()) {
            var hash = figures.hashFor(machine);
            if (hash.isEmpty() || figures.ratios(machine.id(), hash.get().id(), Measure.COMPILATION).isEmpty()) {
                continue;
            }
            var row = new ArrayList<>(List.of(title(machine)));
            row.add(Format.ratio(
                    figures.meanRatio(machine.id(), hash.get().id(), Measure.COMPILATION).orElseThrow()));
            for (var guest : figures.results().guestNames()) {
                var ratio = figures.ratio(guest, machine.id(), hash.get().id(), Measure.COMPILATION);
                row.add(ratio.isPresent() ? Format.ratio(ratio.getAsDouble()) : Table.NOTHING);
            }
            rows.add(row);
        }
        return new Table(
                "Compilation against BLAKE2b-256 of the same file",
                "Ratio of times, warm; below 1, compiling is cheaper than hashing.",
                header,
                rows);
    }

    private Table bySize() {
        var header = new ArrayList<>(List.of(""));
        figures.results().compiledOnly().forEach(g -> header.add(g.name().substring(g.name().indexOf('-') + 1)));
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.results().machines()) {
            var row = new ArrayList<>(List.of(title(machine)));
            for (var guest : figures.results().compiledOnly()) {
                row.add(cell(
                        figures.summary(guest.name(), machine.id(), Measure.COMPILATION),
                        s -> Format.time(s.figure() / guest.compiled().orElse(1))
                                + mark(guest.name(), Measure.COMPILATION, machine.id())));
            }
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Table.NOTHING))) {
                rows.add(row);
            }
        }
        return new Table(
                "Compilation by size",
                "Time for each instruction, warm, of programs of that many bytes of code: the code of the benchmarks one "
                        + "after another, as often as fits.",
                header,
                rows);
    }

    private Table rates() {
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.runners()) {
            var calls = figures.summary("hostcalls", machine.id(), Measure.HOST_CALLS);
            var instances = figures.summary("empty", machine.id(), Measure.INSTANCES);
            var empty = figures.summary("empty", machine.id(), Measure.EXECUTION);
            var first = figures.summary("empty", machine.id(), Measure.ONE_SHOT);
            if (calls.isPresent() || instances.isPresent() || empty.isPresent()) {
                rows.add(List.of(
                        title(machine),
                        cell(calls, s -> Format.time(s.figure()) + Format.mark(s)),
                        cell(calls, s -> Format.rate(s.figure())),
                        cell(empty, s -> Format.time(s.figure()) + mark("empty", Measure.EXECUTION, machine.id())),
                        cell(instances, s -> Format.time(s.figure()) + mark("empty", Measure.INSTANCES, machine.id())),
                        cell(instances, s -> Format.rate(s.figure())),
                        cell(first, s -> Format.time(s.figure()) + Format.mark(s)),
                        processors(machine)));
            }
        }
        return new Table(
                "Host calls, calls, instances, starts",
                "A host call there and back; an empty call into a live instance; instantiate, empty call, drop; from "
                        + "process start to the result of an empty program; how many processors a call keeps busy, its caller and what "
                        + "compiles in the background included, over the guests that compute.",
                List.of("", "host call", "", "empty call", "instance", "", "one shot", "processors"),
                rows);
    }

    private Table throughput() {
        var guests = figures.results().guestNames().stream()
                .filter(g -> figures.results().machines().stream()
                        .anyMatch(m -> figures.summary(g, m.id(), Measure.THROUGHPUT).isPresent()))
                .toList();
        var header = new ArrayList<>(List.of(""));
        guests.forEach(g -> header.addAll(List.of(g + ": one process", "all processors", "")));
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.runners()) {
            var row = new ArrayList<>(List.of(title(machine)));
            for (var guest : guests) {
                var one = figures.summary(guest, machine.id(), Measure.THROUGHPUT_OF_ONE);
                var all = figures.summary(guest, machine.id(), Measure.THROUGHPUT);
                row.add(cell(one, s -> Format.rate(s.median())));
                row.add(cell(all, s -> Format.rate(s.median())));
                row.add(cell(one, a -> cell(all, b -> Format.ratio(a.median() / b.median()) + " x")));
            }
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Table.NOTHING))) {
                rows.add(row);
            }
        }
        return new Table(
                "Throughput",
                "Independent calls a second, in one process and in one for each processor at once: medians of whole turns. Processors "
                        + "that are threads of one core share it.",
                header,
                rows);
    }

    private String processors(Results.Machine machine) {
        var values = figures.computing().stream()
                .flatMap(guest -> figures.summary(guest, machine.id(), Measure.PROCESSORS).stream())
                .mapToDouble(Summary::median)
                .average();
        return values.isPresent() ? String.format(Locale.ROOT, "%.2f", values.getAsDouble()) : Table.NOTHING;
    }

    private Table files() {
        var header = new ArrayList<>(List.of(""));
        var formats = List.of("polkavm", "polkavm-linker", "wasm", "so", "ckb");
        header.addAll(formats);
        var rows = figures.results().guests().stream()
                .filter(guest -> guest.compiled().isEmpty())
                .map(guest -> {
                    var row = new ArrayList<>(List.of(guest.name()));
                    for (var format : formats) {
                        var size = guest.sizes().get(format);
                        row.add(size == null ? Table.NOTHING : Format.size(size));
                    }
                    return (List<String>) row;
                })
                .toList();
        return new Table("Files", "", header, rows);
    }

    private Table times(Measure measure, String title, String note) {
        return byGuest(measure, title, note, (guest, machine, s) -> Format.time(s.figure()) + " "
                + measure.ofProcess()
                        .flatMap(_ -> figures.settling(guest, machine, measure))
                        .map(Format::plus)
                        .orElseGet(() -> Format.plus(s)));
    }

    private Table byGuest(Measure measure, String title, String note, Function<Summary, String> format) {
        return byGuest(measure, title, note, (_, _, summary) -> format.apply(summary));
    }

    /** What stands in a cell. */
    private interface Cell {
        String text(String guest, String machine, Summary summary);
    }

    private Table byGuest(Measure measure, String title, String note, Cell text) {
        var header = new ArrayList<>(List.of(""));
        header.addAll(figures.results().guestNames());
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.results().machines()) {
            var row = new ArrayList<>(List.of(title(machine)));
            for (var guest : figures.results().guestNames()) {
                row.add(cell(figures.summary(guest, machine.id(), measure), s -> text.text(guest, machine.id(), s)));
            }
            if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Table.NOTHING))) {
                rows.add(row);
            }
        }
        return new Table(title, note, header, rows);
    }

    /** How well settled each machine's executions are. */
    private Table settling() {
        var rows = new ArrayList<List<String>>();
        for (var machine : figures.runners()) {
            var settlings = figures.results().guestNames().stream()
                    .flatMap(guest -> figures.settling(guest, machine.id(), Measure.EXECUTION).stream())
                    .toList();
            if (!settlings.isEmpty()) {
                var all = Settlement.of(settlings);
                rows.add(List.of(
                        title(machine),
                        "" + all.settled(),
                        "" + all.unconfirmed(),
                        "" + all.open(),
                        "" + all.once(),
                        "" + settlings.stream().mapToInt(Settling::processes).sum(),
                        "" + settlings.stream().mapToInt(Settling::turns).sum()));
            }
        }
        return new Table(
                "How well settled",
                String.format(
                        Locale.ROOT,
                        "How many of a machine's figures have settled: two processes, some minutes apart, agree within %.0f %%; were "
                                + "measured in one process only; have not settled; were measured once. What it took.",
                        100 * Settling.TOLERANCE),
                List.of("", "settled", "one process", "not settled", "once", "processes", "turns"),
                rows);
    }

    private static String cell(Optional<Summary> summary, Function<Summary, String> format) {
        return summary.map(format).orElse(Table.NOTHING);
    }

    private String mark(String guest, String machine, String reference) {
        return mark(guest, Measure.EXECUTION, machine, reference);
    }

    private String mark(String guest, Measure measure, String... machines) {
        return Format.mark(Arrays.stream(machines)
                .flatMap(machine -> figures.settling(guest, machine, measure).stream())
                .toArray(Settling[]::new));
    }

    private String title(Results.Machine machine) {
        return machine.description().title();
    }
}
