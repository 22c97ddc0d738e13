package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Missing;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.stats.ProcessorClock;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

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

    /** After each turn: what the last machine left running falls asleep. */
    private static final long PAUSE_NANOS = 2_000_000;

    private final Options options;
    private final Selection selection;
    private final Progress progress;
    private final Random order;
    private final Samples samples = new Samples();
    private final List<Results.Failure> failures = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();

    public BenchmarkRun(Options options, Selection selection, Progress progress) {
        this.options = options;
        this.selection = selection;
        this.progress = progress;
        this.order = new Random(options.seed());
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
        var noise = clock.since(samples.disturbance(), samples.spreads(Measure.EXECUTION));
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
            var checksum = agreed(guest, sessions);
            warmUp(sessions);
            rounds(sessions, Measure.EXECUTION, Session::execute);
            rounds(sessions, Measure.COMPILATION, Session::compile);
            if (guest.name().equals(EMPTY)) {
                rounds(sessions, Measure.INSTANCES, Session::instantiate);
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
            for (int i = 1; i < options.newProcesses() && again; i++) {
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

    private void warmUp(List<Session> sessions) {
        each(sessions, session -> {
            progress.step("warming up " + session.candidate().machine().id());
            if (runs(session) && (session.takesPartIn(Measure.EXECUTION) || session.takesPartIn(Measure.HOST_CALLS))) {
                session.warmUp();
            }
            if (session.takesPartIn(Measure.COMPILATION)) {
                session.warmUpCompiler();
            }
        });
    }

    /** A step of a session, which may fail. */
    private interface Step {
        void of(Session session) throws PeerException;
    }

    /** Every machine has its turns; one with fewer of them has them spread over the rounds. */
    private void rounds(List<Session> sessions, Measure measure, Step step) {
        var turns = new LinkedHashMap<Session, Integer>();
        for (var session : sessions) {
            boolean wanted = session.takesPartIn(measure)
                    || measure == Measure.EXECUTION && session.takesPartIn(Measure.HOST_CALLS);
            if (wanted && (measure == Measure.COMPILATION || runs(session))) {
                turns.put(session, measure == Measure.INSTANCES ? options.repetitions() : session.turns(measure));
            }
        }
        int rounds = options.repetitions();
        Rest.await();
        for (int round = 0; round < rounds; round++) {
            progress.step(measure.id() + ", round " + (round + 1) + " of " + rounds);
            var players = new ArrayList<Session>();
            for (var entry : turns.entrySet()) {
                // Its share of turns up to this round, compared with the round before.
                int share = entry.getValue();
                if (sessions.contains(entry.getKey()) && (round + 1) * share / rounds > round * share / rounds) {
                    players.add(entry.getKey());
                }
            }
            Collections.shuffle(players, order);
            each(players, session -> {
                step.of(session);
                LockSupport.parkNanos(PAUSE_NANOS);
            });
            sessions.removeIf(s -> failed(s));
        }
    }

    private static boolean runs(Session session) {
        return session.candidate().machine().kind() != VmDescription.Kind.HASH
                && session.candidate().guest().runs();
    }

    /** Does it with each; one that fails is closed and left out from then on. */
    private void each(List<Session> sessions, Step step) {
        for (Iterator<Session> all = sessions.iterator(); all.hasNext(); ) {
            var session = all.next();
            try {
                step.of(session);
            } catch (PeerException e) {
                fail(session.candidate().guest().name(), session.candidate().machine().id(), e);
                session.close();
                all.remove();
            }
        }
    }

    private boolean failed(Session session) {
        var candidate = session.candidate();
        return failures.stream().anyMatch(f -> f.guest().equals(candidate.guest().name())
                && f.machine().equals(candidate.machine().id()));
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
