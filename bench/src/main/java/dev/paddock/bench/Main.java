package dev.paddock.bench;

import dev.paddock.bench.internal.peer.Adapters;
import dev.paddock.bench.internal.report.Comparison;
import dev.paddock.bench.internal.report.JsonReport;
import dev.paddock.bench.internal.report.ReportFiles;
import dev.paddock.bench.internal.report.TerminalReport;
import dev.paddock.bench.internal.run.BenchmarkRun;
import dev.paddock.bench.internal.run.CommandLine;
import dev.paddock.bench.internal.run.ConsoleProgress;
import dev.paddock.bench.internal.run.Guests;
import dev.paddock.bench.internal.run.LargePrograms;
import dev.paddock.bench.internal.run.Options;
import dev.paddock.bench.internal.run.Selection;
import dev.paddock.bench.internal.run.UsageException;
import dev.paddock.bench.vm.Measure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code paddock bench}. */
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        // Nothing of ours runs on after this, whatever threads a library may have left.
        var home = Path.of(System.getProperty("paddock.home", ".")).toAbsolutePath().normalize();
        Runtime.getRuntime().exit(run(home, System.out, System.err, System.console() != null, arguments));
    }

    /** The command, without ending the JVM: the exit code. */
    static int run(Path home, PrintStream out, PrintStream err, boolean terminal, String... arguments) {
        try {
            var options = CommandLine.parse(home, arguments);
            return switch (options.action()) {
                case HELP -> {
                    out.print(CommandLine.HELP);
                    yield OK;
                }
                case LIST -> {
                    list(options, out);
                    yield OK;
                }
                case RUN -> measure(options, out, err, terminal);
            };
        } catch (UsageException e) {
            err.println("paddock bench: " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            err.println("paddock bench: " + e);
            return FAILED;
        }
    }

    private static int measure(Options options, PrintStream out, PrintStream err, boolean terminal) throws IOException {
        var adapters = Adapters.find(options.home());
        options.before().ifPresent(adapters::before);
        var selection = Selection.of(options, adapters);
        if (selection.machines().isEmpty()) {
            selection.missing().forEach(m -> err.println("missing: " + m.name() + ": " + m.reason()));
            throw new UsageException("none of these machines is there");
        }
        var progress = new ConsoleProgress(err, terminal, options.time());
        var results = new BenchmarkRun(options, selection, progress).run();
        progress.done();
        out.print(TerminalReport.of(results));
        var comparison = options.compareWith()
                .map(file -> Comparison.of(results, JsonReport.samples(file), JsonReport.about(file)));
        comparison.ifPresent(c -> out.print(c.text()));
        if (options.output().isPresent()) {
            var problem = ReportFiles.write(results, options.output().get(), options.page(), comparison);
            if (!problem.isEmpty()) {
                err.println("paddock bench: " + problem);
            }
            out.println("Report: " + options.output().get().resolve("report.md"));
        }
        return results.failures().isEmpty() ? OK : FAILED;
    }

    private static void list(Options options, PrintStream out) {
        var adapters = Adapters.find(options.home());
        out.println("machines (--vm):");
        for (var adapter : adapters.adapters()) {
            for (var machine : adapter.machines()) {
                out.printf("  %-26s %-12s %s%n", machine.id(), adapter.name(), machine.title());
            }
        }
        adapters.missing().forEach(m -> out.printf("  %-26s missing: %s%n", m.name(), m.reason()));
        out.println("guests (--guest):");
        for (var guest : Guests.in(options.guestFolder(), options.guestFolder().resolveSibling("build"))) {
            out.printf("  %-26s %s%n", guest.name(), String.join(", ", guest.files().keySet().stream().sorted()
                    .toList()));
        }
        LargePrograms.names().forEach(name -> out.printf("  %-26s compiled only: benchmarks' code, over and over%n", name));
        out.println("measures (--measure):");
        for (var measure : Measure.values()) {
            out.printf("  %-26s %s%n", measure.id(), measure.about());
        }
    }
}
