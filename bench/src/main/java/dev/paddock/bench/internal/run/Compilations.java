package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.vm.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures how fast warm compilers are: a process for each machine loads all guests, guest by guest in turns with the others. */
final class Compilations {
    private final Options options;
    private final Progress progress;
    private final Samples samples;
    private final Turns turns;
    private final Turns.Failed failed;
    private final List<Guest> guests;
    /** By machine. */
    private final Map<String, Map<Guest, Candidate>> candidates = new LinkedHashMap<>();

    Compilations(Options options, List<Guest> guests, Progress progress, Samples samples, Turns turns, Turns.Failed failed) {
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

    void run() {
        var sessions = new ArrayList<CompilerSession>();
        try {
            candidates.values().forEach(machine -> open(machine, sessions));
            int all = options.repetitions();
            int half = options.firstHalf();
            rounds(sessions, 0, half);
            if (half < all) {
                renew(sessions);
                rounds(sessions, half, all);
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
            turns.each(session, s -> s.warmUp(small.isEmpty() ? guests : small));
            sessions.addAll(session);
        } catch (PeerException e) {
            failed.failed(first, e);
        }
    }

    private void renew(List<CompilerSession> sessions) {
        var old = sessions.stream().filter(s -> Session.renewable(s.candidate().machine())).toList();
        sessions.removeAll(old);
        old.forEach(CompilerSession::close);
        old.forEach(s -> open(candidates.getOrDefault(s.candidate().machine().id(), Map.of()), sessions));
    }

    private void rounds(List<CompilerSession> sessions, int from, int to) {
        for (var guest : guests) {
            var players = new ArrayList<>(sessions.stream().filter(s -> s.loads(guest)).toList());
            var gone = new ArrayList<>(players);
            turns.each(players, session -> session.take(guest));
            turns.rounds("compiling " + guest.name(), players, from, to, options.repetitions(), CompilerSession::turns,
                    CompilerSession::compile);
            gone.removeAll(players);
            sessions.removeAll(gone);
        }
    }
}
