package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.vm.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures how fast warm compilers are: a process for each machine loads all guests, guest by guest in turns with the others;
 * a new process those that have not settled.
 */
final class CompilationVisits implements Schedule.Job {
    /** A machine whose visit takes longer is visited again when all others have settled. */
    private static final double SLOW_VISIT_SECONDS = 8;

    private final Options options;
    private final Progress progress;
    private final Samples samples;
    private final Turns turns;
    private final Turns.Failed failed;
    private final List<Guest> guests;
    /** By machine. */
    private final Map<String, Map<Guest, Candidate>> candidates = new LinkedHashMap<>();
    /** How long a visit took, of each machine that can be visited again. */
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    private int visits;

    CompilationVisits(
            Options options, List<Guest> guests, Progress progress, Samples samples, Turns turns, Turns.Failed failed) {
        this.options = options;
        this.guests = List.copyOf(guests);
        this.progress = progress;
        this.samples = samples;
        this.turns = turns;
        this.failed = failed;
    }

    /** One that can be loaded, as has been seen. */
    void add(Candidate candidate) {
        if (options.measures(Measure.COMPILATION) && candidate.machine().measures().contains(Measure.COMPILATION)) {
            candidates.computeIfAbsent(candidate.machine().id(), _ -> new LinkedHashMap<>())
                    .put(candidate.guest(), candidate);
        }
    }

    /** Visits all machines for the first time. */
    void first() {
        visit(candidates.keySet());
    }

    @Override
    public int visits() {
        return visits;
    }

    @Override
    public List<Schedule.Stand> stands() {
        return seconds.keySet().stream().map(this::stand).toList();
    }

    private Schedule.Stand stand(String id) {
        var machine = candidates(id).values().iterator().next().machine();
        double took = Optional.ofNullable(seconds.get(id)).orElseThrow();
        int open = (int) candidates(id).keySet().stream().filter(g -> !settled(g, id)).count();
        boolean slow = took > SLOW_VISIT_SECONDS || !Session.renewable(machine);
        return new Schedule.Stand(id, open, took, slow, Set.of());
    }

    private boolean settled(Guest guest, String id) {
        return samples.settling(guest.name(), id, Measure.COMPILATION).map(Settling::settled).orElse(true);
    }

    private Map<Guest, Candidate> candidates(String id) {
        return candidates.getOrDefault(id, Map.of());
    }

    @Override
    public void visit(Set<String> machines) {
        progress.guest("compiling, visit " + (visits + 1));
        var sessions = new ArrayList<CompilerSession>();
        try {
            machines.forEach(id -> {
                seconds.remove(id);
                open(candidates(id), sessions);
            });
            guests.forEach(guest -> rounds(sessions, guest));
            visits++;
            for (var session : sessions) {
                session.end();
                seconds.put(session.candidate().machine().id(), session.spent());
            }
        } finally {
            sessions.forEach(CompilerSession::close);
        }
    }

    private void open(Map<Guest, Candidate> machine, List<CompilerSession> sessions) {
        var first = machine.values().iterator().next();
        progress.step("warming up " + first.machine().id() + " for compiling");
        try {
            var session = new ArrayList<>(List.of(CompilerSession.open(machine, options, samples)));
            var small = guests.stream().filter(Guest::runs).toList();
            turns.each(session, s -> {
                s.warmUp(small.isEmpty() ? guests : small);
                Rest.after(s);
            });
            sessions.addAll(session);
        } catch (PeerException e) {
            failed.failed(first, e);
        }
    }

    /** All of those who load this guest, when that has not settled. */
    private void rounds(List<CompilerSession> sessions, Guest guest) {
        var players = new ArrayList<>(sessions.stream()
                .filter(s -> s.loads(guest) && (visits == 0 || !settled(guest, s.candidate().machine().id())))
                .toList());
        if (players.isEmpty()) {
            return;
        }
        var gone = new ArrayList<>(players);
        turns.each(players, session -> session.take(guest));
        turns.rest(players);
        turns.rounds("compiling " + guest.name(), players, round -> players.stream()
                .filter(s -> round < options.commonTurns() || options.adaptive() && !s.calm())
                .filter(s -> s.played() < s.turns())
                .toList(), CompilerSession::compile);
        gone.removeAll(players);
        sessions.removeAll(gone);
    }
}
