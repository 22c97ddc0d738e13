package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All numbers of a run: by guest, machine and measure. Nanoseconds for one operation, or bytes. */
public final class Samples {
    /** What is not confirmed by anything may be off by that part: what a neighbour on the same core costs. */
    private static final double UNKNOWN = 0.5;

    /** Calls no longer than this find a good moment. */
    private static final double SHORT_NANOS = 10e6;

    private final Map<String, Map<String, Map<Measure, List<Double>>>> byGuest = new TreeMap<>();

    public void add(String guest, String machine, Measure measure, double value) {
        byGuest.computeIfAbsent(guest, _ -> new TreeMap<>())
                .computeIfAbsent(machine, _ -> new EnumMap<>(Measure.class))
                .computeIfAbsent(measure, _ -> new ArrayList<>())
                .add(value);
    }

    /** In the order in which they were measured; empty if there are none. */
    public double[] values(String guest, String machine, Measure measure) {
        return values(byGuest.getOrDefault(guest, Map.of()).getOrDefault(machine, Map.of()), measure);
    }

    public Optional<Summary> summary(String guest, String machine, Measure measure) {
        var values = values(guest, machine, measure);
        return values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values));
    }

    /** How much longer whole turns took than their best slices: the median over all executions; 1 if there are none. */
    public double disturbance() {
        var factors = byGuest.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(m -> m.containsKey(Measure.SUSTAINED))
                .mapToDouble(m -> of(m, Measure.SUSTAINED).median() / of(m, Measure.EXECUTION).figure())
                .toArray();
        return factors.length == 0 ? 1 : Summary.of(factors).median();
    }

    private static Summary of(Map<Measure, List<Double>> measured, Measure measure) {
        return Summary.of(values(measured, measure));
    }

    private static double[] values(Map<Measure, List<Double>> measured, Measure measure) {
        return measured.getOrDefault(measure, List.of()).stream().mapToDouble(d -> d).toArray();
    }

    /** How well settled a figure is; none where nothing was measured. */
    public Optional<Settling> settling(String guest, String machine, Measure measure) {
        return Optional.of(byGuest.getOrDefault(guest, Map.of()).getOrDefault(machine, Map.of()))
                .filter(m -> m.containsKey(measure))
                .map(m -> settling(m, measure, undisturbed(guest, measure)));
    }

    private static Settling settling(Map<Measure, List<Double>> measured, Measure measure, double undisturbed) {
        var processes = measure.ofProcess().map(m -> values(measured, m)).orElse(new double[0]);
        return Settling.of(processes, values(measured, measure), undisturbed);
    }

    /** The same of everything of that measure. */
    public List<Settling> settlings(Measure measure) {
        return byGuest.keySet().stream()
                .flatMap(guest -> byGuest.getOrDefault(guest, Map.of()).keySet().stream()
                        .flatMap(machine -> settling(guest, machine, measure).stream()))
                .toList();
    }

    /**
     * The part of a guest's turns that nothing disturbed: that come as close to their machine's best as what settles a figure, the
     * best itself not counted. Only of machines whose calls are short enough to find a good moment if there is one. 1 if there
     * is none.
     */
    public double undisturbed(String guest, Measure measure) {
        int good = 0;
        int all = 0;
        for (var measured : byGuest.getOrDefault(guest, Map.of()).values()) {
            var values = values(measured, measure);
            double limit = Arrays.stream(values).min().orElse(0) * (1 + Settling.TOLERANCE);
            if (values.length > 1 && limit < SHORT_NANOS) {
                good += (int) Arrays.stream(values).filter(v -> v <= limit).count() - 1;
                all += values.length - 1;
            }
        }
        return all == 0 ? 1 : (double) good / all;
    }

    /** The same over all guests, each counting alike. */
    public double undisturbed(Measure measure) {
        return byGuest.keySet().stream().mapToDouble(guest -> undisturbed(guest, measure)).average().orElse(1);
    }

    /**
     * Below 0 if machine a is certainly faster than b, above if slower; 0 where it can't be told: where the slower one's figure,
     * made smaller by as much as what confirms it lies above it, is not above the faster one's, made larger in the same way.
     */
    public int order(String guest, String a, String b, Measure measure) {
        var left = summary(guest, a, measure);
        var right = summary(guest, b, measure);
        if (left.isEmpty() || right.isEmpty()) {
            return 0;
        }
        double doubt = doubt(guest, a, measure) * doubt(guest, b, measure);
        double ratio = left.get().figure() / right.get().figure();
        return ratio * doubt < 1 ? -1 : ratio > doubt ? 1 : 0;
    }

    /** Of executions. */
    public int order(String guest, String a, String b) {
        return order(guest, a, b, Measure.EXECUTION);
    }

    private double doubt(String guest, String machine, Measure measure) {
        return 1 + settling(guest, machine, measure).map(Samples::doubt).orElse(0.0);
    }

    /** What one process only has found, another one may contradict by as much as what settles a figure, at least. */
    private static double doubt(Settling settling) {
        double gap = Math.min(settling.gap(), UNKNOWN);
        return settling.processes() > 1 ? gap : Math.max(gap, Settling.TOLERANCE);
    }

    /** How far apart, as a part of the least, the values lie of everything of that measure that was measured more than once. */
    public double[] ranges(Measure measure) {
        return byGuest.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(m -> m.getOrDefault(measure, List.of()).size() > 1)
                .map(m -> of(m, measure))
                .mapToDouble(s -> s.most() / s.least() - 1)
                .toArray();
    }
}
