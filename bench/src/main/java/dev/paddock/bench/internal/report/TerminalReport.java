package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;

/** The report as text for a terminal. */
public final class TerminalReport {
    private TerminalReport() {}

    public static String of(Results results) {
        var text = new StringBuilder("\n");
        for (var table : new Tables(new Figures(results)).answers()) {
            text.append(table.text()).append('\n');
        }
        text.append(results.noise().text()).append('\n');
        results.missing().forEach(m -> text.append("missing: ").append(m.name()).append(": ").append(m.reason())
                .append('\n'));
        if (results.failures().isEmpty()) {
            text.append("All machines agree on the result of each guest.\n");
        }
        results.failures().forEach(f -> text.append("FAILED: ").append(f.machine()).append(" on ").append(f.guest())
                .append(": ").append(f.message()).append('\n'));
        return text.toString();
    }
}
