package dev.paddock.bench.internal.stats;

import java.util.Collection;
import java.util.Locale;

/**
 * How many figures have settled.
 *
 * @param settled those that a second process has confirmed
 * @param unconfirmed those of one process only, whose best turns agree
 * @param open those that nothing confirms
 * @param once those of one turn only
 */
public record Settlement(int settled, int unconfirmed, int open, int once) {
    public static Settlement of(Collection<Settling> figures) {
        return new Settlement(
                count(figures, Settling.State.SETTLED),
                count(figures, Settling.State.UNCONFIRMED),
                count(figures, Settling.State.OPEN),
                count(figures, Settling.State.ONCE));
    }

    private static int count(Collection<Settling> figures, Settling.State state) {
        return (int) figures.stream().filter(f -> f.state() == state).count();
    }

    public int all() {
        return settled + unconfirmed + open + once;
    }

    /** The part of those with several turns that is open. */
    double openPart() {
        return (double) open / Math.max(1, all() - once);
    }

    /** A sentence. */
    String text() {
        return String.format(
                Locale.ROOT,
                "Of %d figures, %d have settled (a second process agrees within %.0f %%), %d are of one process only, "
                        + "%d have not settled, %d were measured once.",
                all(),
                settled,
                100 * Settling.TOLERANCE,
                unconfirmed,
                open,
                once);
    }
}
