package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One guest: all machines are visited once, and then those whose figures have not settled. */
final class GuestVisits implements Schedule.Job {
    /** The guest that does nothing: instances are measured with it. */
    static final String EMPTY = "empty";

    /** A machine whose first process takes longer than that has no second one in the same visit, but for the empty guest. */
    private static final double SLOW_SECONDS = 0.25;

    /** A machine whose visit takes longer is visited again when all others have settled. */
    private static final double SLOW_VISIT_SECONDS = 2;

    private final Guest guest;
    private final Options options;
    private final Progress progress;
    private final Samples samples;
    private final Turns turns;
    private final Throughput throughput;
    private final Turns.Failed failed;
    /** Those that can be visited again, by id. */
    private final Map<String, Visited> visited = new LinkedHashMap<>();

    private Optional<Long> checksum = Optional.empty();
    private int visits;

    /** @param seconds what a visit took */
    private record Visited(Candidate candidate, double seconds) {}

    GuestVisits(Guest guest, Options options, Progress progress, Samples samples, Turns turns, Turns.Failed failed) {
        this.guest = guest;
        this.options = options;
        this.progress = progress;
        this.samples = samples;
        this.turns = turns;
        this.throughput = new Throughput(options, progress, samples, turns);
        this.failed = failed;
    }

    /** The result that all machines agree on; none if nothing ran. */
    Optional<Long> checksum() {
        return checksum;
    }

    /**
     * Visits all machines for the first time.
     *
     * @return those that have loaded the guest
     * @param opened is told what a first process says of its machine
     * @param unsupported is told of those that lack what the guest needs
     */
    List<Candidate> first(List<Candidate> candidates, Opened opened, Turns.Failed unsupported) {
        var sessions = new ArrayList<Session>();
        try {
            for (var candidate : candidates) {
                progress.step("starting " + candidate.machine().id());
                try {
                    var session = openFirst(candidate);
                    session.pause();
                    sessions.add(session);
                    opened.opened(session);
                } catch (PeerException e) {
                    (e.unsupported() ? unsupported : failed).failed(candidate, e);
                }
            }
            var loaded = sessions.stream().map(Session::candidate).toList();
            checksum = agreed(sessions);
            sessions.removeIf(s -> !runs(s) && close(s));
            sessions.removeIf(s -> !executes(s) && !s.takesPartIn(Measure.INSTANCES) && close(s));
            measure(sessions);
            throughput.measure(sessions);
            return loaded;
        } finally {
            sessions.forEach(Session::close);
        }
    }

    /** Is told of a first process. */
    interface Opened {
        void opened(Session session);
    }

    /** As many new processes as asked for, one after the other; the last one stays. */
    private Session openFirst(Candidate candidate) throws PeerException {
        long begin = System.nanoTime();
        var session = Session.open(candidate, options, samples);
        boolean again = guest.name().equals(EMPTY) || (System.nanoTime() - begin) / 1e9 < SLOW_SECONDS;
        // One more comes with the second visit.
        for (int i = 2; i < options.newProcesses() && again; i++) {
            session.close();
            session = Session.open(candidate, options, samples);
        }
        return session;
    }

    @Override
    public int visits() {
        return visits;
    }

    @Override
    public List<Schedule.Stand> stands() {
        return visited.values().stream().map(this::stand).toList();
    }

    private Schedule.Stand stand(Visited one) {
        var machine = one.candidate.machine();
        var companions = new HashSet<>(List.of(VmDescription.NATIVE, machine.baseline()));
        companions.remove(machine.id());
        int open = (int) List.of(Measure.EXECUTION, Measure.INSTANCES).stream()
                .flatMap(m -> samples.settling(guest.name(), machine.id(), m).stream())
                .filter(s -> !s.settled())
                .count();
        boolean slow = one.seconds > SLOW_VISIT_SECONDS || !Session.renewable(machine);
        return new Schedule.Stand(machine.id(), open, one.seconds, slow, companions);
    }

    @Override
    public void visit(Set<String> machines) {
        progress.guest(guest.name() + ", visit " + (visits + 1));
        var sessions = new ArrayList<Session>();
        try {
            for (var id : machines) {
                var candidate = Optional.ofNullable(visited.get(id)).orElseThrow().candidate;
                progress.step("starting " + id + " anew");
                try {
                    var session = Session.open(candidate, options, samples);
                    session.pause();
                    sessions.add(session);
                    if (checksum.isPresent() && session.checksum() != checksum.get()) {
                        sessions.remove(session);
                        session.close();
                        throw wrong(session.checksum(), checksum.get());
                    }
                } catch (PeerException e) {
                    visited.remove(id);
                    failed.failed(candidate, e);
                }
            }
            measure(sessions);
        } finally {
            sessions.forEach(Session::close);
        }
    }

    /** All that has turns. Those who fail are not visited again. */
    private void measure(List<Session> sessions) {
        var all = List.copyOf(sessions);
        execute(sessions, sessions.stream().filter(this::executes).toList());
        if (guest.name().equals(EMPTY)) {
            instantiate(sessions);
        }
        visits++;
        for (var session : all) {
            var candidate = session.candidate();
            if (sessions.contains(session)) {
                visited.put(candidate.machine().id(), new Visited(candidate, session.spent()));
            } else {
                visited.remove(candidate.machine().id());
            }
        }
    }

    private void execute(List<Session> sessions, List<Session> who) {
        var players = new ArrayList<>(who);
        sessions.removeAll(players);
        try {
            turns.each(players, session -> {
                progress.step("warming up " + session.candidate().machine().id());
                session.warmUp();
                Rest.after(session);
            });
            turns.rest(players);
            // Slow machines have their turns by themselves: what they leave behind them takes longer to come to rest.
            rounds("execution", players, s -> !s.slow());
            rounds("execution, slow machines", players, Session::slow);
            players.forEach(Session::endOfExecution);
        } finally {
            sessions.addAll(players);
        }
    }

    private void rounds(String name, List<Session> players, Predicate<Session> kind) {
        var those = new ArrayList<>(players.stream().filter(kind).toList());
        players.removeAll(those);
        boolean everybody = visits < 2;
        turns.rounds(name, those, round -> inRound(those, round, Session::played, Session::calm),
                session -> session.execute(everybody && session.played() < options.commonTurns()));
        players.addAll(those);
    }

    /** Those who may have another turn and want one; with whom all others are compared as long as there is anybody. */
    private List<Session> inRound(
            List<Session> players, int round, Played played, Predicate<Session> calm) {
        var wanting = players.stream()
                .filter(s -> round < options.commonTurns() || options.adaptive() && !calm.test(s))
                .filter(s -> played.turns(s) < s.turns())
                .toList();
        if (wanting.isEmpty()) {
            return wanting;
        }
        return players.stream().filter(s -> wanting.contains(s) || isReference(s)).toList();
    }

    private interface Played {
        int turns(Session session);
    }

    private static boolean isReference(Session session) {
        return session.candidate().machine().id().equals(VmDescription.NATIVE);
    }

    private void instantiate(List<Session> sessions) {
        var players = new ArrayList<>(sessions.stream().filter(s -> s.takesPartIn(Measure.INSTANCES)).toList());
        sessions.removeAll(players);
        try {
            turns.each(players, session -> {
                progress.step("warming up instances of " + session.candidate().machine().id());
                session.warmUpInstances();
                Rest.after(session);
            });
            turns.rest(players);
            turns.rounds("instances", players, round -> inRound(players, round, Session::made, Session::calmInstances),
                    Session::instantiate);
            players.forEach(Session::endOfInstances);
        } finally {
            sessions.addAll(players);
        }
    }

    private boolean executes(Session session) {
        return session.takesPartIn(Measure.EXECUTION) || session.takesPartIn(Measure.HOST_CALLS)
                || session.takesPartIn(Measure.THROUGHPUT) && Throughput.concerns(session);
    }

    private boolean runs(Session session) {
        return session.candidate().machine().kind() != VmDescription.Kind.HASH && guest.runs();
    }

    private static boolean close(Session session) {
        session.close();
        return true;
    }

    /**
     * The checksum that the benchmark expects, or else that of most machines; those that have another one have
     * failed.
     */
    private Optional<Long> agreed(List<Session> sessions) {
        var votes = new HashMap<Long, Integer>();
        sessions.stream().filter(this::runs).forEach(s -> votes.merge(s.checksum(), 1, Integer::sum));
        var winner = guest.expected()
                .or(() -> votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey));
        for (var session : List.copyOf(sessions)) {
            if (runs(session) && winner.isPresent() && session.checksum() != winner.get()) {
                failed.failed(session.candidate(), wrong(session.checksum(), winner.get()));
                session.close();
                sessions.remove(session);
            }
        }
        return winner;
    }

    private static PeerException wrong(long result, long expected) {
        return new PeerException("wrong result: " + Long.toUnsignedString(result) + " instead of "
                + Long.toUnsignedString(expected));
    }
}
