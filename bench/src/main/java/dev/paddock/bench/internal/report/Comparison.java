package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.run.Samples;
import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has changed against an earlier run: as times, and as rankings. A ranking has changed when one machine was ahead
 * of another, is behind it now, and both runs can tell them apart ({@link Samples#order}).
 *
 * @param earlier what the earlier run was
 * @param pairs how many pairs of machines could be told apart in both runs
 * @param changed those whose order is another one now
 * @param times each machine's time against the earlier one
 * @param typical half of all figures, each a machine's on a guest, changed by less than this part
 * @param wide nine of ten did
 */
public record Comparison(
        String earlier, int pairs, List<String> changed, List<MachineTime> times, double typical, double wide) {
    public Comparison {
        changed = List.copyOf(changed);
        times = List.copyOf(times);
    }

    /**
     * A machine's time as a part of its earlier one.
     *
     * @param mean geometric, over the guests
     */
    public record MachineTime(String machine, double mean, double least, double most, int guests) {}

    public static Comparison of(Results now, Samples before, String earlier) {
        var ids = now.machines().stream().map(Results.Machine::id).toList();
        int pairs = 0;
        var changed = new ArrayList<String>();
        for (var guest : now.guestNames()) {
            for (int i = 0; i < ids.size(); i++) {
                for (int j = i + 1; j < ids.size(); j++) {
                    int orderNow = now.samples().order(guest, ids.get(i), ids.get(j));
                    int orderBefore = before.order(guest, ids.get(i), ids.get(j));
                    if (orderNow != 0 && orderBefore != 0) {
                        pairs++;
                        if (orderNow != orderBefore) {
                            var ahead = ids.get(orderNow < 0 ? i : j);
                            var behind = ids.get(orderNow < 0 ? j : i);
                            changed.add(ahead + " is now ahead of " + behind + " on " + guest);
                        }
                    }
                }
            }
        }
        var times = new ArrayList<MachineTime>();
        var changes = new ArrayList<Double>();
        for (var id : ids) {
            var ratios = ratios(now, before, id);
            if (ratios.length > 0) {
                var all = Summary.of(ratios);
                times.add(new MachineTime(id, Summary.geometricMean(ratios), all.least(), all.most(), ratios.length));
                for (double ratio : ratios) {
                    changes.add(Math.abs(ratio - 1));
                }
            }
        }
        changes.sort(null);
        return new Comparison(earlier, pairs, changed, times, quantile(changes, 0.5), quantile(changes, 0.9));
    }

    private static double quantile(List<Double> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get((int) (part * (sorted.size() - 1)));
    }

    private static double[] ratios(Results now, Samples before, String id) {
        return now.guestNames().stream()
                .flatMap(guest -> now.samples().summary(guest, id, Measure.EXECUTION)
                        .flatMap(a -> before.summary(guest, id, Measure.EXECUTION)
                                .map(b -> a.figure() / b.figure()))
                        .stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** The answer in a sentence or two. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d pairs of machines, each on a guest, can be told apart in both runs; %s. Half of all times changed by "
                        + "less than %.1f %%, nine of ten by less than %.1f %%.",
                pairs,
                changed.isEmpty() ? "none of them changed places" : changed.size() + " of them changed places",
                100 * typical,
                100 * wide);
    }

    public String text() {
        var text = new StringBuilder("Against the earlier run (" + earlier + "): " + summary() + "\n");
        changed.forEach(line -> text.append("  ").append(line).append('\n'));
        times.forEach(t -> text.append(String.format(Locale.ROOT, "  %s: %.3f of the earlier time (%d guests: %.3f to "
                + "%.3f)%n", t.machine(), t.mean(), t.guests(), t.least(), t.most())));
        return text.toString();
    }
}
