package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Adapter;
import dev.paddock.bench.internal.peer.Adapters;
import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What of all there is will be measured.
 *
 * @param missing what was asked for, by name or by asking for everything, and is not there
 */
public record Selection(List<Entry> machines, List<Guest> guests, List<Missing> missing) {
    /** A machine and the adapter that runs it. */
    public record Entry(Adapter adapter, VmDescription machine) {}

    public Selection {
        machines = List.copyOf(machines);
        guests = List.copyOf(guests);
        missing = List.copyOf(missing);
    }

    /** @throws UsageException when a name means nothing */
    public static Selection of(Options options, Adapters adapters) {
        return new Selection(machines(options, adapters), guests(options), missing(options, adapters));
    }

    private static List<Entry> machines(Options options, Adapters adapters) {
        var known = new HashSet<String>();
        adapters.missing().forEach(m -> known.add(m.name()));
        var chosen = new ArrayList<Entry>();
        for (var adapter : adapters.adapters()) {
            known.add(adapter.name());
            for (var machine : adapter.machines()) {
                known.add(machine.id());
                if (wanted(options, adapter.name(), machine.id())) {
                    chosen.add(new Entry(adapter, machine));
                }
            }
        }
        for (var name : options.machines()) {
            if (!known.contains(name)) {
                throw new UsageException("no machine \"" + name + "\"; --list lists them");
            }
        }
        return chosen;
    }

    private static List<Missing> missing(Options options, Adapters adapters) {
        return adapters.missing().stream().filter(m -> wanted(options, m.name(), m.name())).toList();
    }

    private static boolean wanted(Options options, String family, String id) {
        var names = options.machines();
        return names.isEmpty() || names.contains(family) || names.contains(id);
    }

    /** Made anew for each run, in a folder that goes with the process. */
    private static List<Guest> large(Options options, List<String> names, List<Guest> benchmarks) {
        if (!options.measures(Measure.COMPILATION) || names.isEmpty()) {
            return List.of();
        }
        try {
            var folder = Files.createTempDirectory("paddock-bench");
            folder.toFile().deleteOnExit();
            var guests = LargePrograms.write(names, benchmarks, folder);
            guests.stream().flatMap(g -> g.files().values().stream()).forEach(f -> f.toFile().deleteOnExit());
            return guests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Guest> guests(Options options) {
        var built = options.guestFolder().resolveSibling("build");
        var all = Guests.in(options.guestFolder(), built);
        var large = LargePrograms.names();
        if (options.guests().isEmpty()) {
            if (all.isEmpty()) {
                throw new UsageException("no benchmarks in " + options.guestFolder() + "; name programs with --guest");
            }
            var everything = new ArrayList<>(all);
            everything.addAll(large(options, large, all));
            return everything;
        }
        var chosen = new ArrayList<Guest>();
        for (var name : options.guests()) {
            var named = all.stream().filter(g -> g.name().equals(name)).findFirst();
            var file = Path.of(name);
            if (large.contains(name)) {
                chosen.addAll(large(options, List.of(name), all));
            } else if (named.isPresent()) {
                chosen.add(named.get());
            } else if (Files.isRegularFile(file) && !Guests.ofFile(file).files().isEmpty()) {
                chosen.add(Guests.ofFile(file));
            } else {
                throw new UsageException("no benchmark \"" + name + "\" in " + options.guestFolder()
                        + ", and no .polkavm or .wasm file of that name");
            }
        }
        return chosen;
    }
}
