package dev.paddock.bench.internal.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jfree.chart.ChartUtils;
import org.jfree.data.category.DefaultCategoryDataset;

/** The pictures of a report. */
public final class Charts {
    private static final int WIDTH = 1000;
    private static final Set<String> EXACT = Set.of("none", "sync", "fuel");

    private final Figures figures;

    private Charts(Results results) {
        this.figures = new Figures(results);
    }

    /** Those for which there are figures. */
    public static List<Chart> of(Results results) {
        var charts = new Charts(results);
        var all = new ArrayList<Chart>();
        charts.means().ifPresent(all::add);
        charts.guests().ifPresent(all::add);
        charts.gas().ifPresent(all::add);
        charts.hash().ifPresent(all::add);
        charts.rate("instances", "Instantiate, call, drop: microseconds", "empty", Measure.INSTANCES)
                .ifPresent(all::add);
        charts.rate("host-calls", "A host call: microseconds", "hostcalls", Measure.HOST_CALLS).ifPresent(all::add);
        return all;
    }

    /** Writes NAME.svg and NAME.png of each. */
    public static void write(List<Chart> charts, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var chart : charts) {
            var png = folder.resolve(chart.name() + ".png").toFile();
            ChartUtils.saveChartAsPNG(png, chart.chart(), chart.width(), chart.height());
            var graphics = new VectorGraphics2D();
            chart.chart().draw(graphics, new Rectangle2D.Double(0, 0, chart.width(), chart.height()));
            var svg = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(chart.width(),
                    chart.height()));
            try (var output = Files.newOutputStream(folder.resolve(chart.name() + ".svg"))) {
                svg.writeTo(output);
            }
        }
    }

    /** One bar a machine: the geometric mean over all guests. */
    private Optional<Chart> means() {
        var reference = figures.reference();
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        var id = reference.get().id();
        return bars(
                "execution",
                "Execution time relative to " + reference.get().description().title() + " (geometric mean, log scale)",
                Chart.Subject.EXECUTION,
                figures.byMeanRatio(figures.runners(), id, Measure.EXECUTION),
                machine -> figures.meanRatio(machine.id(), id, Measure.EXECUTION).stream().boxed().findFirst());
    }

    /** A group of bars a guest: machines that compile, without metering or with the exact kind of it. */
    private Optional<Chart> guests() {
        var reference = figures.reference();
        var data = new DefaultCategoryDataset();
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        var families = new ArrayList<String>();
        for (var machine : figures.runners()) {
            if (machine.description().kind() == VmDescription.Kind.COMPILER
                    && EXACT.contains(machine.description().metering())
                    && !figures.ratios(machine.id(), reference.get().id(), Measure.EXECUTION).isEmpty()) {
                families.add(machine.family());
                for (var guest : figures.computing()) {
                    figures.ratio(guest, machine.id(), reference.get().id(), Measure.EXECUTION)
                            .ifPresent(r -> data.addValue(r, machine.description().title(), guest));
                }
            }
        }
        var title = "Compilers: time relative to " + reference.get().description().title() + " (log scale)";
        return data.getRowCount() == 0
                ? Optional.empty()
                : Optional.of(new Chart("execution-guests", title, Chart.Subject.EXECUTION,
                        ChartStyle.grouped(title, data, families, true), WIDTH,
                        Math.max(520, 150 + 9 * data.getRowCount() * data.getColumnCount())));
    }

    /** A group of bars a guest: what each metering adds. */
    private Optional<Chart> gas() {
        var data = new DefaultCategoryDataset();
        var families = new ArrayList<String>();
        for (var machine : figures.metered()) {
            if (machine.description().kind() == VmDescription.Kind.COMPILER
                    && !figures.ratios(machine.id(), machine.description().baseline(), Measure.EXECUTION).isEmpty()) {
                families.add(machine.family());
                var baseline = machine.description().baseline();
                for (var guest : figures.computing()) {
                    figures.ratio(guest, machine.id(), baseline, Measure.EXECUTION)
                            .ifPresent(r -> data.addValue(100 * (r - 1), machine.description().title(), guest));
                }
                figures.meanRatio(machine.id(), baseline, Measure.EXECUTION)
                        .ifPresent(r -> data.addValue(100 * (r - 1), machine.description().title(), "mean"));
            }
        }
        var title = "What metering costs: additional time in percent";
        return data.getRowCount() == 0
                ? Optional.empty()
                : Optional.of(new Chart("gas", title, Chart.Subject.GAS,
                        ChartStyle.grouped(title, data, families, false), WIDTH, 520));
    }

    private Optional<Chart> hash() {
        Function<Results.Machine, Optional<Double>> mean = machine -> figures.hashFor(machine)
                .flatMap(hash -> figures.meanRatio(machine.id(), hash.id(), Measure.COMPILATION)
                        .stream().boxed().findFirst());
        var sorted = figures.runners().stream()
                .sorted(java.util.Comparator.comparingDouble(m -> mean.apply(m).orElse(Double.POSITIVE_INFINITY)))
                .toList();
        return bars("compilation",
                "Compilation time relative to BLAKE2b-256 of the same file (geometric mean, log scale)",
                Chart.Subject.COMPILATION, sorted, mean);
    }

    private Optional<Chart> rate(String name, String title, String guest, Measure measure) {
        Function<Results.Machine, Optional<Double>> time = machine -> figures.summary(guest, machine.id(), measure)
                .map(summary -> summary.figure() / 1000);
        var sorted = figures.runners().stream()
                .sorted(java.util.Comparator.comparingDouble(m -> time.apply(m).orElse(Double.POSITIVE_INFINITY)))
                .toList();
        return bars(name, title + " (log scale)", Chart.Subject.PROCESSES, sorted, time);
    }

    private static Optional<Chart> bars(
            String name,
            String title,
            Chart.Subject subject,
            List<Results.Machine> machines,
            Function<Results.Machine, Optional<Double>> value) {
        var bars = new ArrayList<ChartStyle.Bar>();
        for (var machine : machines) {
            value.apply(machine)
                    .ifPresent(v -> bars.add(new ChartStyle.Bar(machine.description().title(), colour(machine), v)));
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(name, title, subject, ChartStyle.ranking(title, bars), WIDTH, 90
                        + 26 * bars.size()));
    }

    private static ChartStyle.Colour colour(Results.Machine machine) {
        if (machine.family().equals("paddock")) {
            return ChartStyle.Colour.OURS;
        }
        return switch (machine.description().kind()) {
            case NATIVE, HASH -> ChartStyle.Colour.REFERENCE;
            case COMPILER -> ChartStyle.Colour.COMPILER;
            case INTERPRETER -> ChartStyle.Colour.INTERPRETER;
        };
    }
}
