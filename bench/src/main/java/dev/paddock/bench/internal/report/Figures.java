package dev.paddock.bench.internal.report;

import dev.paddock.bench.internal.run.Results;
import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.internal.stats.Summary;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What reports compute from results: ratios and means. */
final class Figures {
    private final Results results;

    Figures(Results results) {
        this.results = results;
    }

    Results results() {
        return results;
    }

    /** What executions are compared with: native code; where there is none, the first machine. */
    Optional<Results.Machine> reference() {
        return results.machine(VmDescription.NATIVE).or(() -> runners().stream().findFirst());
    }

    /** Machines that run programs. */
    List<Results.Machine> runners() {
        return results.machines().stream()
                .filter(m -> m.description().kind() != VmDescription.Kind.HASH)
                .toList();
    }

    Optional<Summary> summary(String guest, String machine, Measure measure) {
        return results.samples().summary(guest, machine, measure);
    }

    Optional<Settling> settling(String guest, String machine, Measure measure) {
        return results.samples().settling(guest, machine, measure);
    }

    /** The figures' ratio on one guest; none where one of them was not measured. */
    OptionalDouble ratio(String guest, String machine, String reference, Measure measure) {
        var above = summary(guest, machine, measure);
        var below = summary(guest, reference, measure);
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.get().figure() / below.get().figure())
                : OptionalDouble.empty();
    }

    /** The same on each guest that both were measured on; executions only of guests that compute. */
    List<Double> ratios(String machine, String reference, Measure measure) {
        var ratios = new ArrayList<Double>();
        for (var guest : measure == Measure.EXECUTION ? computing() : results.guestNames()) {
            ratio(guest, machine, reference, measure).ifPresent(ratios::add);
        }
        return ratios;
    }

    /** The geometric mean of {@link #ratios}. */
    OptionalDouble meanRatio(String machine, String reference, Measure measure) {
        var ratios = ratios(machine, reference, measure);
        return ratios.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Summary.geometricMean(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The geometric mean of the ratios of what whole turns took, their medians. */
    OptionalDouble sustained(String machine, String reference) {
        var ratios = computing().stream()
                .flatMap(guest -> summary(guest, machine, Measure.SUSTAINED)
                        .flatMap(a -> summary(guest, reference, Measure.SUSTAINED)
                                .map(b -> a.median() / b.median()))
                        .stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Summary.geometricMean(ratios));
    }

    /** Guests whose time is that of computing: not of doing nothing, and not of talking to the host. */
    List<String> computing() {
        return results.guestNames().stream()
                .filter(g -> !g.equals("empty") && !g.equals("hostcalls"))
                .toList();
    }

    /** The machine that hashes the files that this one loads. */
    Optional<Results.Machine> hashFor(Results.Machine machine) {
        return results.machines().stream()
                .filter(m -> m.description().kind() == VmDescription.Kind.HASH)
                .filter(m -> m.description().format().equals(machine.description().format()))
                .findFirst();
    }

    /** Fastest first; those without a figure last. */
    List<Results.Machine> byMeanRatio(List<Results.Machine> machines, String reference, Measure measure) {
        return machines.stream()
                .sorted(Comparator.comparingDouble((Results.Machine m) ->
                        meanRatio(m.id(), reference, measure).orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    /** Machines with metering, each beside the same without. */
    List<Results.Machine> metered() {
        return runners().stream()
                .filter(m -> !m.description().baseline().equals(m.id()))
                .filter(m -> !m.description().metering().equals("none"))
                .filter(m -> results.machine(m.description().baseline()).isPresent())
                .toList();
    }
}
