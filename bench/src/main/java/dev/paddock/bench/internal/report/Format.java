package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.internal.stats.Summary;
import java.util.Locale;

/** Numbers as people read them: three digits that count, and a unit. */
final class Format {
    /** A spread above this is marked: the figure is not to be trusted. */
    static final double WIDE = 0.10;

    private static final String UNSETTLED = " ~";

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

    /** How far what confirms a figure lies above it; in parentheses what is not of another process. */
    static String plus(Settling settling) {
        var gap = String.format(Locale.ROOT, "+%.1f%%", 100 * settling.gap());
        return switch (settling.state()) {
            case SETTLED -> gap;
            case UNCONFIRMED -> "(" + gap + ")";
            case OPEN -> (settling.processes() > 1 ? gap : "(" + gap + ")") + UNSETTLED;
            case ONCE -> "(once)";
        };
    }

    /** A mark behind a figure that spreads too much. */
    static String mark(Summary summary) {
        return summary.spread() > WIDE ? UNSETTLED : "";
    }

    /** A mark behind a figure that comes of one that has not settled. */
    static String mark(Settling... settlings) {
        for (var settling : settlings) {
            var marked = switch (settling.state()) {
                case OPEN, ONCE -> true;
                case SETTLED, UNCONFIRMED -> false;
            };
            if (marked) {
                return UNSETTLED;
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
