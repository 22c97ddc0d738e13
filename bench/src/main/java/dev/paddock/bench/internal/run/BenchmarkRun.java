package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.stats.ProcessorClock;
import dev.paddock.bench.internal.stats.Settlement;
import dev.paddock.bench.vm.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run. Guest by guest, every machine gets a process; then they take turns, in an order that is drawn anew for each
 * round, so that whatever disturbs the machine disturbs all of them alike. When all guests were measured, what has not settled
 * is measured again in new processes, as long as there is time ({@link Schedule}).
 */
public final class BenchmarkRun {
    /** Formats that are made on this machine. */
    private static final Set<String> BUILT = Set.of("so", "ckb", "polkavm-linker");

    private final Options options;
    private final Selection selection;
    private final Progress progress;
    private final Turns turns;
    private final CompilationVisits compilations;
    private final Samples samples = new Samples();
    private final List<Results.Failure> failures = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();

    public BenchmarkRun(Options options, Selection selection, Progress progress) {
        this.options = options;
        this.selection = selection;
        this.progress = progress;
        this.turns = new Turns(options.seed(), progress, this::fail);
        this.compilations = new CompilationVisits(options, selection.guests(), progress, samples, turns, this::fail);
        missing.addAll(selection.missing());
    }

    public Results run() {
        var budget = Budget.begin(System::nanoTime, options.time());
        var clock = new ProcessorClock();
        var guests = new ArrayList<Results.GuestResult>();
        var jobs = new ArrayList<Schedule.Job>();
        for (var guest : selection.guests()) {
            progress.guest(guest.name() + " (" + (guests.size() + 1) + " of " + selection.guests().size() + ")");
            var visits = new GuestVisits(guest, options, progress, samples, turns, this::fail);
            visits.first(candidates(guest), session -> versions.put(session.candidate().machine().id(), session.version()),
                    this::unsupported).forEach(compilations::add);
            guests.add(result(guest, visits));
            jobs.add(visits);
        }
        compilations.first();
        jobs.add(compilations);
        if (options.adaptive()) {
            new Schedule(budget).run(jobs);
        }
        var settlings = samples.settlings(Measure.EXECUTION);
        var noise = clock.since(
                samples.disturbance(),
                samples.undisturbed(Measure.EXECUTION),
                settlings.stream().mapToDouble(s -> s.gap()).filter(Double::isFinite).toArray(),
                samples.ranges(Measure.BEST_OF_PROCESS),
                Settlement.of(settlings));
        var machines = selection.machines().stream()
                .filter(e -> versions.containsKey(e.machine().id()))
                .map(e -> new Results.Machine(e.machine(), e.adapter().name(), versions.getOrDefault(e.machine().id(),
                        "")))
                .toList();
        return new Results(
                Environment.now(options, budget.elapsed()), machines, guests, samples, missing, failures, noise);
    }

    private static Results.GuestResult result(Guest guest, GuestVisits visits) {
        try {
            return new Results.GuestResult(guest.name(), guest.sizes(), visits.checksum(), guest.compiled());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Machines that take part, each with the guest's file for it; what there is no file for is missing. */
    private List<Candidate> candidates(Guest guest) {
        var candidates = new ArrayList<Candidate>();
        for (var entry : selection.machines()) {
            var machine = entry.machine();
            var file = guest.file(machine.formats());
            var wanted = machine.formats().getFirst();
            boolean compiles = guest.runs() || file.isPresent() && machine.measures().contains(Measure.COMPILATION);
            boolean onlyInstances = Set.of(Measure.INSTANCES).equals(machine.measures());
            if (!compiles || onlyInstances && !guest.name().equals(GuestVisits.EMPTY)) {
                continue;
            }
            if (file.isEmpty()) {
                missing.add(new Missing(machine.id() + " on " + guest.name(), "no " + guest.name() + "." + wanted
                        + (BUILT.contains(wanted) ? ": scripts/setup-bench.sh builds it" : "")));
                continue;
            }
            if (guest.expected().isPresent() && guest.file(List.of(wanted)).isEmpty()) {
                missing.add(new Missing(machine.id() + " on " + guest.name() + " in its own format", "no " + guest.name()
                        + "." + wanted + ", which scripts/setup-bench.sh builds; ran " + file.get().getFileName()));
            }
            candidates.add(new Candidate(entry.adapter(), machine, guest, file.get()));
        }
        return candidates;
    }

    private void unsupported(Candidate candidate, PeerException e) {
        missing.add(new Missing(
                candidate.machine().id() + " on " + candidate.guest().name(), String.valueOf(e.getMessage())));
    }

    private void fail(Candidate candidate, PeerException e) {
        var failure = new Results.Failure(
                candidate.guest().name(), candidate.machine().id(), String.valueOf(e.getMessage()));
        failures.add(failure);
        progress.failed(failure);
    }
}
