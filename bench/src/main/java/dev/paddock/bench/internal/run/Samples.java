package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.ArrayList;

/** All numbers of a run: by guest, machine and measure. Nanoseconds for one operation, or bytes. */
public final class Samples {
    private final Map<String, Map<String, Map<Measure, List<Double>>>> byGuest = new TreeMap<>();

    public void add(String guest, String machine, Measure measure, double value) {
        byGuest.computeIfAbsent(guest, _ -> new TreeMap<>())
                .computeIfAbsent(machine, _ -> new EnumMap<>(Measure.class))
                .computeIfAbsent(measure, _ -> new ArrayList<>())
                .add(value);
    }

    /** In the order in which they were measured; empty if there are none. */
    public double[] values(String guest, String machine, Measure measure) {
        return byGuest.getOrDefault(guest, Map.of())
                .getOrDefault(machine, Map.of())
                .getOrDefault(measure, List.of())
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
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
        return Summary.of(measured.getOrDefault(measure, List.of()).stream().mapToDouble(d -> d).toArray());
    }

    /**
     * Below 0 if machine a is certainly faster than b, above if slower; 0 where it can't be told, because the best quarters of
     * their turns overlap, or the best calls of their processes do.
     */
    public int order(String guest, String a, String b) {
        var left = summary(guest, a, Measure.EXECUTION);
        var right = summary(guest, b, Measure.EXECUTION);
        if (left.isEmpty() || right.isEmpty() || left.get().overlaps(right.get())) {
            return 0;
        }
        int order = Double.compare(left.get().figure(), right.get().figure());
        var ahead = summary(guest, order < 0 ? a : b, Measure.BEST_OF_PROCESS);
        var behind = summary(guest, order < 0 ? b : a, Measure.BEST_OF_PROCESS);
        boolean chance = ahead.isPresent() && behind.isPresent() && ahead.get().most() >= behind.get().least();
        return chance ? 0 : order;
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

    /** Spreads of everything of that measure that was measured more than once. */
    public double[] spreads(Measure measure) {
        return byGuest.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .map(m -> m.getOrDefault(measure, List.of()))
                .filter(values -> values.size() > 1)
                .mapToDouble(values -> Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray()).spread())
                .toArray();
    }
}
