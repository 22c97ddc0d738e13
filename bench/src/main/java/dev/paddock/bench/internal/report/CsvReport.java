package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import java.util.Locale;

/** All figures, a line each; times in nanoseconds for one operation, sizes in bytes. */
public final class CsvReport {
    private CsvReport() {}

    public static String of(Results results) {
        var figures = new Figures(results);
        var reference = figures.reference().map(Results.Machine::id).orElse("");
        var text = new StringBuilder("guest,machine,measure,unit,samples,least,lower_quartile,median,upper_quartile,"
                + "most,spread,ratio_to_" + reference + "\n");
        for (var guest : results.guests().stream().map(Results.GuestResult::name).toList()) {
            for (var machine : results.machines()) {
                for (var measure : Measure.values()) {
                    figures.summary(guest, machine.id(), measure).ifPresent(summary -> {
                        var ratio = figures.ratio(guest, machine.id(), reference, measure);
                        text.append(line(guest, machine.id(), measure, summary))
                                .append(ratio.isPresent() ? String.format(Locale.ROOT, "%.4f", ratio.getAsDouble())
                                        : "")
                                .append('\n');
                    });
                }
            }
        }
        return text.toString();
    }

    private static String line(String guest, String machine, Measure measure, Summary s) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.4f,",
                quoted(guest),
                machine,
                measure.id(),
                unit(measure.unit()),
                s.count(),
                s.least(),
                s.lowerQuartile(),
                s.median(),
                s.upperQuartile(),
                s.most(),
                s.spread());
    }

    private static String unit(Measure.Unit unit) {
        return switch (unit) {
            case TIME -> "ns";
            case BYTES -> "bytes";
            case NUMBER -> "";
        };
    }

    /** A guest's name is a file's name, which may hold anything. */
    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
