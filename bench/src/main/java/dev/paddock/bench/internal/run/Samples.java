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
