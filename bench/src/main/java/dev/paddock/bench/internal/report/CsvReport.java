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
                + "most,spread,processes,gap,state,ratio_to_" + reference + "\n");
        for (var guest : results.guests().stream().map(Results.GuestResult::name).toList()) {
            for (var machine : results.machines()) {
                for (var measure : Measure.values()) {
                    figures.summary(guest, machine.id(), measure).ifPresent(summary -> {
                        var ratio = figures.ratio(guest, machine.id(), reference, measure);
                        text.append(line(guest, machine.id(), measure, summary))
                                .append(settling(figures, guest, machine.id(), measure))
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

    /** Three columns, empty for what turns are not repeated for; no gap where nothing confirms. */
    private static String settling(Figures figures, String guest, String machine, Measure measure) {
        return measure.ofProcess()
                .flatMap(_ -> figures.settling(guest, machine, measure))
                .map(s -> String.format(
                        Locale.ROOT,
                        "%d,%s,%s,",
                        s.processes(),
                        Double.isFinite(s.gap()) ? String.format(Locale.ROOT, "%.4f", s.gap()) : "",
                        s.state().name().toLowerCase(Locale.ROOT)))
                .orElse(",,,");
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
