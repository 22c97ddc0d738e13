package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.stats.ProcessorClock;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run. Guest by guest, every machine gets a process; then they take turns, in an order that is drawn anew for each
 * round, so that whatever disturbs the machine disturbs all of them alike.
 */
public final class BenchmarkRun {
    /** The guest that does nothing: instances are measured with it. */
    private static final String EMPTY = "empty";

    /** Formats that are made on this machine. */
    private static final Set<String> BUILT = Set.of("so", "ckb", "polkavm-linker");

    /** A machine whose first process takes longer than that has no others, but for the guest that does nothing. */
    private static final double SLOW_SECONDS = 0.25;

    private final Options options;
    private final Selection selection;
    private final Progress progress;
    private final Turns turns;
    private final Compilations compilations;
    private final Throughput throughput;
    private final Samples samples = new Samples();
    private final List<Results.Failure> failures = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();

    public BenchmarkRun(Options options, Selection selection, Progress progress) {
        this.options = options;
        this.selection = selection;
        this.progress = progress;
        this.turns = new Turns(options.seed(), progress, (c, e) -> fail(c.guest().name(), c.machine().id(), e));
        this.compilations = new Compilations(options, selection.guests(), progress, samples, turns,
                (c, e) -> fail(c.guest().name(), c.machine().id(), e));
        this.throughput = new Throughput(options, progress, samples, turns);
        missing.addAll(selection.missing());
    }

    public Results run() {
        long begin = System.nanoTime();
        var clock = new ProcessorClock();
        var guests = new ArrayList<Results.GuestResult>();
        for (var guest : selection.guests()) {
            progress.guest(guest.name(), guests.size(), selection.guests().size());
            guests.add(measure(guest));
        }
        compilations.run();
        var noise = clock.since(samples.disturbance(), samples.spreads(Measure.EXECUTION),
                samples.ranges(Measure.BEST_OF_PROCESS));
        var machines = selection.machines().stream()
                .filter(e -> versions.containsKey(e.machine().id()))
                .map(e -> new Results.Machine(e.machine(), e.adapter().name(), versions.getOrDefault(e.machine().id(),
                        "")))
                .toList();
        var environment = Environment.now(options, (System.nanoTime() - begin) / 1e9);
        return new Results(environment, machines, guests, samples, missing, failures, noise);
    }

    private Results.GuestResult measure(Guest guest) {
        var sessions = new ArrayList<Session>();
        try {
            for (var entry : selection.machines()) {
                open(entry, guest).ifPresent(sessions::add);
            }
            sessions.forEach(s -> compilations.add(s.candidate()));
            var checksum = agreed(guest, sessions);
            sessions.removeIf(s -> !runs(s) && close(s));
            execute(sessions);
            if (guest.name().equals(EMPTY)) {
                instantiate(sessions);
            }
            return new Results.GuestResult(guest.name(), guest.sizes(), checksum, guest.compiled());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sessions.forEach(Session::close);
        }
    }

    /** As many new processes as asked for, one after the other; the last one stays. */
    private Optional<Session> open(Selection.Entry entry, Guest guest) {
        var machine = entry.machine();
        if (!guest.name().equals(EMPTY) && Set.of(Measure.INSTANCES).equals(machine.measures())) {
            return Optional.empty();
        }
        var file = guest.file(machine.formats());
        var wanted = machine.formats().getFirst();
        if (file.isEmpty() && !guest.runs() || !guest.runs() && !machine.measures().contains(Measure.COMPILATION)) {
            return Optional.empty();
        }
        if (file.isEmpty()) {
            missing.add(new Missing(machine.id() + " on " + guest.name(), "no " + guest.name() + "." + wanted
                    + (BUILT.contains(wanted) ? ": scripts/setup-bench.sh builds it" : "")));
            return Optional.empty();
        }
        if (guest.expected().isPresent() && guest.file(List.of(wanted)).isEmpty()) {
            missing.add(new Missing(machine.id() + " on " + guest.name() + " in its own format", "no " + guest.name()
                    + "." + wanted + ", which scripts/setup-bench.sh builds; ran " + file.get().getFileName()));
        }
        progress.step("starting " + machine.id());
        var candidate = new Candidate(entry.adapter(), machine, guest, file.get());
        try {
            long begin = System.nanoTime();
            var session = Session.open(candidate, options, samples);
            boolean again = guest.name().equals(EMPTY) || (System.nanoTime() - begin) / 1e9 < SLOW_SECONDS;
            versions.put(machine.id(), session.version());
            // One more comes with the second half of the turns.
            for (int i = 2; i < options.newProcesses() && again; i++) {
                session.close();
                session = Session.open(candidate, options, samples);
            }
            return Optional.of(session);
        } catch (PeerException e) {
            if (e.unsupported()) {
                missing.add(new Missing(machine.id() + " on " + guest.name(), String.valueOf(e.getMessage())));
            } else {
                fail(guest.name(), machine.id(), e);
            }
            return Optional.empty();
        }
    }

    private void instantiate(List<Session> sessions) {
        int all = options.repetitions();
        var players = new ArrayList<>(sessions.stream().filter(s -> s.takesPartIn(Measure.INSTANCES)).toList());
        sessions.removeAll(players);
        try {
            turns.each(players, Session::warmUpInstances);
            turns.rounds("instances", players, 0, all, all, _ -> all, Session::instantiate);
        } finally {
            sessions.addAll(players);
        }
    }

    private static boolean close(Session session) {
        session.close();
        return true;
    }

    /** Half of the turns, and the other half in new processes: what is chance in one of them does not decide. */
    private void execute(List<Session> sessions) {
        int all = options.repetitions();
        int half = options.firstHalf();
        var players = new ArrayList<>(sessions.stream().filter(BenchmarkRun::executes).toList());
        sessions.removeAll(players);
        try {
            execute(players, 0, half);
            if (half < all) {
                renew(players);
                execute(players, half, all);
            }
            players.forEach(Session::endOfExecution);
            throughput.measure(players);
        } finally {
            sessions.addAll(players);
        }
    }

    private void execute(List<Session> players, int from, int to) {
        turns.each(players, session -> {
            if (from == 0 || Session.renewable(session.candidate().machine())) {
                progress.step("warming up " + session.candidate().machine().id());
                session.warmUp();
            }
        });
        turns.rounds("execution", players, from, to, options.repetitions(), Session::turns, Session::execute);
    }

    private static boolean executes(Session session) {
        return session.takesPartIn(Measure.EXECUTION) || session.takesPartIn(Measure.HOST_CALLS)
                || session.takesPartIn(Measure.THROUGHPUT) && Throughput.concerns(session);
    }

    private void renew(List<Session> players) {
        for (var old : List.copyOf(players)) {
            var candidate = old.candidate();
            if (Session.renewable(candidate.machine())) {
                progress.step("starting " + candidate.machine().id() + " anew");
                old.endOfExecution();
                old.close();
                players.remove(old);
                try {
                    var session = Session.open(candidate, options, samples);
                    players.add(session);
                    old.sameResult(session);
                } catch (PeerException e) {
                    fail(candidate.guest().name(), candidate.machine().id(), e);
                    players.removeIf(s -> s.candidate().equals(candidate) && close(s));
                }
            }
        }
    }

    private static boolean runs(Session session) {
        return session.candidate().machine().kind() != VmDescription.Kind.HASH
                && session.candidate().guest().runs();
    }

    /**
     * The checksum that the benchmark expects, or else that of most machines; those that have another one have
     * failed.
     */
    private Optional<Long> agreed(Guest guest, List<Session> sessions) {
        var votes = new HashMap<Long, Integer>();
        sessions.stream().filter(BenchmarkRun::runs).forEach(s -> votes.merge(s.checksum(), 1, Integer::sum));
        var winner = guest.expected()
                .or(() -> votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey));
        for (var session : List.copyOf(sessions)) {
            if (runs(session) && winner.isPresent() && session.checksum() != winner.get()) {
                fail(guest.name(), session.candidate().machine().id(), new PeerException("wrong result: "
                        + Long.toUnsignedString(session.checksum()) + " instead of "
                        + Long.toUnsignedString(winner.get())));
                session.close();
                sessions.remove(session);
            }
        }
        return winner;
    }

    private void fail(String guest, String machine, PeerException e) {
        var failure = new Results.Failure(guest, machine, String.valueOf(e.getMessage()));
        failures.add(failure);
        progress.failed(failure);
    }
}
