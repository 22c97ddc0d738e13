package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report as a page. */
public final class MarkdownReport {
    private final Results results;
    private final List<Chart> charts;
    private final String chartFolder;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Results results, List<Chart> charts, String chartFolder) {
        this.results = results;
        this.charts = charts;
        this.chartFolder = chartFolder;
    }

    /**
     * @param charts those that were drawn
     * @param chartFolder where they are, seen from the page: empty or ending in a slash
     * @param comparison with an earlier run, if there is one
     */
    public static String of(
            Results results, List<Chart> charts, String chartFolder, Optional<Comparison> comparison) {
        return new MarkdownReport(results, charts, chartFolder).page(comparison);
    }

    private String page(Optional<Comparison> comparison) {
        var tables = new Tables(new Figures(results));
        text.append("# Benchmarks\n\n");
        text.append("Written by `paddock bench`; don't edit. How it measures, and how to add to it: ")
                .append("docs/benchmarking.md.\n\n");
        environment();
        failures();
        section("Execution", tables.execution(), Chart.Subject.EXECUTION);
        section("Gas", tables.gasTables(), Chart.Subject.GAS);
        section("Compilation", tables.compilation(), Chart.Subject.COMPILATION);
        section("Talking, instances, processes", tables.processes(), Chart.Subject.PROCESSES);
        comparison.ifPresent(this::comparison);
        checksums();
        missing();
        return text.toString();
    }

    private void environment() {
        var environment = results.environment();
        text.append("| | |\n|---|---|\n");
        fact("date", environment.date());
        fact("machine", environment.processors() + " x " + environment.processor() + ", " + environment.memory());
        fact("system", environment.kernel());
        fact("JDK", environment.java());
        fact("native code by", environment.compiler());
        fact("Paddock", "commit " + environment.commit());
        fact("command", "`" + String.join(" ", environment.command()) + "`");
        fact("turns", environment.turns());
        fact("took", String.format(Locale.ROOT, "%.0f s", environment.seconds()));
        fact("noise", results.noise().verdict() + ". " + results.noise().text());
        fact("versions", results.machines().stream()
                .map(m -> m.family() + " " + m.version())
                .distinct()
                .collect(Collectors.joining(", ")));
        text.append('\n');
    }

    private void fact(String name, String value) {
        text.append("| ").append(name).append(" | ").append(value.replace("|", "\\|")).append(" |\n");
    }

    private void failures() {
        if (results.failures().isEmpty()) {
            text.append("All machines gave the same results on each guest.\n\n");
            return;
        }
        text.append("**Failed:**\n\n");
        results.failures().forEach(f -> text.append("* ").append(f.machine()).append(" on ").append(f.guest())
                .append(": ")
                .append(f.message()).append('\n'));
        text.append('\n');
    }

    private void section(String title, List<Table> tables, Chart.Subject subject) {
        if (tables.isEmpty()) {
            return;
        }
        text.append("## ").append(title).append("\n\n");
        charts.stream().filter(c -> c.subject() == subject).forEach(chart -> text.append("![").append(chart.title())
                .append("](").append(chartFolder).append(chart.name()).append(".svg)\n\n"));
        tables.forEach(table -> text.append(table.markdown()).append('\n'));
    }

    private void comparison(Comparison comparison) {
        text.append("## Against an earlier run\n\nOf ").append(comparison.earlier()).append(": ")
                .append(comparison.summary()).append("\n\n");
        comparison.changed().forEach(line -> text.append("* ").append(line).append('\n'));
        text.append(comparison.changed().isEmpty() ? "" : "\n")
                .append("| time against the earlier one | mean | least | most | guests |\n|---|--:|--:|--:|--:|\n");
        comparison.times().forEach(t -> text.append(String.format(Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %d |%n",
                t.machine(), t.mean(), t.least(), t.most(), t.guests())));
        text.append('\n');
    }

    private void checksums() {
        text.append("## Results\n\n| guest | checksum |\n|---|---|\n");
        results.guests().stream().filter(g -> g.compiled().isEmpty()).forEach(g -> text.append("| ").append(g.name()).append(" | ")
                .append(g.checksum().map(c -> "`0x" + Long.toHexString(c) + "`").orElse("none")).append(" |\n"));
        text.append('\n');
    }

    private void missing() {
        if (results.missing().isEmpty()) {
            return;
        }
        text.append("## Missing\n\n");
        results.missing().forEach(m -> text.append("* ").append(m.name()).append(": ").append(m.reason()).append('\n'));
        text.append('\n');
    }
}
