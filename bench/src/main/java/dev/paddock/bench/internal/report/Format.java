package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.stats.Summary;
import java.util.Locale;

/** Numbers as people read them: three digits that count, and a unit. */
final class Format {
    /** A spread above this is marked: the figure is not to be trusted. */
    static final double WIDE = 0.10;

    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};
    private static final String[] RATES = {"/s", "k/s", "M/s", "G/s"};

    private Format() {}

    static String time(double nanos) {
        return scaled(nanos, 1000, TIMES);
    }

    static String size(double bytes) {
        return scaled(bytes, 1024, SIZES);
    }

    /** How many a second, of what takes so long. */
    static String rate(double nanos) {
        return scaled(1e9 / nanos, 1000, RATES);
    }

    static String ratio(double ratio) {
        return digits(ratio);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * part);
    }

    /** How far the best quarter lies apart, as a part of the figure. */
    static String plus(Summary summary) {
        return summary.count() < 2 ? "(once)" : String.format(Locale.ROOT, "+%.1f%%", 100 * summary.spread());
    }

    /** A mark behind a figure that spreads too much. */
    static String mark(Summary... summaries) {
        for (var summary : summaries) {
            if (summary.spread() > WIDE) {
                return " ~";
            }
        }
        return "";
    }

    private static String scaled(double value, int base, String[] units) {
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        return digits(value) + " " + units[unit];
    }

    private static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
