package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.internal.stats.Noise;
import dev.paddock.bench.vm.VmDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a run found out.
 *
 * @param machines those that were measured, in the order of reports
 * @param missing machines and pairs that could not be measured, and why
 * @param failures what must not happen: wrong results, machines that die
 */
public record Results(
        Environment environment,
        List<Machine> machines,
        List<GuestResult> guests,
        Samples samples,
        List<Missing> missing,
        List<Failure> failures,
        Noise noise) {
    public Results {
        machines = List.copyOf(machines);
        guests = List.copyOf(guests);
        missing = List.copyOf(missing);
        failures = List.copyOf(failures);
    }

    /**
     * @param family the adapter's name
     * @param version as the machine says
     */
    public record Machine(VmDescription description, String family, String version) {
        public String id() {
            return description.id();
        }
    }

    /**
     * @param sizes of its files, by format
     * @param checksum the result that all machines agree on; none if nothing ran or they do not
     * @param compiled how many instructions it has, if it was compiled only
     */
    public record GuestResult(
            String name, Map<String, Long> sizes, Optional<Long> checksum, OptionalLong compiled) {
        public GuestResult {
            sizes = Map.copyOf(sizes);
        }
    }

    /** Something that makes the run fail. */
    public record Failure(String guest, String machine, String message) {}

    /** The machine of that id, if it was measured. */
    public Optional<Machine> machine(String id) {
        return machines.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** Guests that ran. */
    public List<String> guestNames() {
        return guests.stream().filter(g -> g.compiled().isEmpty()).map(GuestResult::name).toList();
    }

    /** Guests that were compiled only. */
    public List<GuestResult> compiledOnly() {
        return guests.stream().filter(g -> g.compiled().isPresent()).toList();
    }
}
