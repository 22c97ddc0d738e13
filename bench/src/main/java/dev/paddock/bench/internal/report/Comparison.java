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
 * of another, is behind it now, and in neither run did the middle halves of their times overlap.
 *
 * @param pairs how many pairs of machines could be told apart in both runs
 * @param changed those whose order is another one now
 * @param times each machine's time against the earlier one, geometric mean over the guests
 */
public record Comparison(int pairs, List<String> changed, List<String> times) {
    public Comparison {
        changed = List.copyOf(changed);
        times = List.copyOf(times);
    }

    public static Comparison of(Results now, Samples before) {
        var ids = now.machines().stream().map(Results.Machine::id).toList();
        int pairs = 0;
        var changed = new ArrayList<String>();
        for (var guest : now.guestNames()) {
            for (int i = 0; i < ids.size(); i++) {
                for (int j = i + 1; j < ids.size(); j++) {
                    int orderNow = order(now.samples(), guest, ids.get(i), ids.get(j));
                    int orderBefore = order(before, guest, ids.get(i), ids.get(j));
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
        return new Comparison(pairs, changed, times(now, before, ids));
    }

    /** Below 0 if a is certainly faster than b, above if slower, 0 where it can't be told. */
    private static int order(Samples samples, String guest, String a, String b) {
        var left = samples.summary(guest, a, Measure.EXECUTION);
        var right = samples.summary(guest, b, Measure.EXECUTION);
        if (left.isEmpty() || right.isEmpty() || left.get().overlaps(right.get())) {
            return 0;
        }
        return Double.compare(left.get().figure(), right.get().figure());
    }

    private static List<String> times(Results now, Samples before, List<String> ids) {
        var lines = new ArrayList<String>();
        for (var id : ids) {
            var ratios = new ArrayList<Double>();
            for (var guest : now.guestNames()) {
                var a = now.samples().summary(guest, id, Measure.EXECUTION);
                var b = before.summary(guest, id, Measure.EXECUTION);
                if (a.isPresent() && b.isPresent()) {
                    ratios.add(a.get().figure() / b.get().figure());
                }
            }
            if (!ratios.isEmpty()) {
                var mean = Summary.geometricMean(ratios.stream().mapToDouble(Double::doubleValue).toArray());
                lines.add(String.format(Locale.ROOT, "%s: %.3f of the earlier time (%d guests)", id, mean,
                        ratios.size()));
            }
        }
        return lines;
    }

    public String text() {
        var text = new StringBuilder("Against the earlier run: " + pairs
                + " pairs of machines can be told apart in both, "
                + changed.size() + " of them changed places.\n");
        changed.forEach(line -> text.append("  ").append(line).append('\n'));
        times.forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }
}
