package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Peer;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.peer.Reply;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process in which one machine loads all guests, one after the other, as a server does that gets programs from others: its
 * compiler, which may itself be compiled while it runs, has seen many programs before it is measured.
 */
final class CompilerSession implements Contestant {
    /** What a compiler gets, at least, that is itself compiled while it runs. */
    private static final Duration LONG_WARM_UP = Duration.ofMillis(1500);

    private final Map<Guest, Candidate> candidates;
    private final Options options;
    private final Samples samples;
    private final Peer peer;
    private Candidate candidate;
    /** The turns with each guest. */
    private final Map<String, List<Double>> compilations = new HashMap<>();

    private double secondsACompilation;
    private double spent;

    private CompilerSession(Map<Guest, Candidate> candidates, Candidate first, Options options, Samples samples, Peer peer) {
        this.candidates = candidates;
        this.candidate = first;
        this.options = options;
        this.samples = samples;
        this.peer = peer;
    }

    /** @param candidates one machine, and each guest that it can load: one at least */
    static CompilerSession open(Map<Guest, Candidate> candidates, Options options, Samples samples) throws PeerException {
        var first = candidates.values().iterator().next();
        var peer = first.adapter().start(first.machine(), options.timeout());
        return new CompilerSession(Map.copyOf(candidates), first, options, samples, peer);
    }

    @Override
    public Candidate candidate() {
        return candidate;
    }

    boolean loads(Guest guest) {
        return candidates.containsKey(guest);
    }

    /** Loads these guests in turn, until the sum of their times falls no more. */
    void warmUp(List<Guest> guests) throws PeerException {
        var mine = guests.stream().filter(this::loads).toList();
        if (mine.isEmpty()) {
            return;
        }
        var declared = candidate.machine().warmUp();
        var least = declared.compareTo(VmDescription.SHORT_WARM_UP) > 0 ? LONG_WARM_UP : declared;
        long wanted = (long) (least.toNanos() * options.warmUpFactor());
        new WarmUp(System::nanoTime).run(Duration.ofNanos(wanted), nanos -> {
            double sum = 0;
            for (var guest : mine) {
                take(guest);
                sum += Session.best(request(nanos / mine.size()));
            }
            return sum;
        });
    }

    /** From now on, it is this guest's turn. */
    void take(Guest guest) throws PeerException {
        var next = candidates.get(guest);
        if (next == null) {
            throw new IllegalArgumentException(candidate.machine().id() + " does not load " + guest.name());
        }
        candidate = next;
        secondsACompilation = peer.request("load " + candidate.file(), options.timeout()).positive("nanos") / 1e9;
    }

    /** How many turns it gets at most with this guest: fewer when it is so slow that they would take too long. */
    int turns() {
        return options.turns(secondsACompilation, Session.renewable(candidate.machine()));
    }

    /** How many turns it had with this guest. */
    int played() {
        return mine().size();
    }

    /** Whether more turns with this guest, in this process and these minutes, would tell no more. */
    boolean calm() {
        return Session.calm(
                mine().stream().mapToDouble(d -> d).toArray(),
                samples.undisturbed(candidate.guest().name(), Measure.COMPILATION));
    }

    private List<Double> mine() {
        return compilations.computeIfAbsent(candidate.guest().name(), _ -> new ArrayList<>());
    }

    /** One turn of loading the program. */
    void compile() throws PeerException {
        var reply = request(options.turn().toNanos() / 2);
        mine().add(Session.best(reply));
        samples.add(candidate.guest().name(), candidate.machine().id(), Measure.COMPILATION, mine().getLast());
    }

    /** After this process' last turn with any guest. */
    void end() {
        compilations.forEach((guest, values) -> samples.add(
                guest, candidate.machine().id(), Measure.BEST_COMPILATION_OF_PROCESS, Collections.min(values)));
    }

    /** Seconds that this process has taken so far. */
    double spent() {
        return spent;
    }

    @Override
    public void spent(double seconds) {
        spent += seconds;
    }

    @Override
    public void pause() {
        peer.pause();
    }

    private Reply request(long nanos) throws PeerException {
        var wait = options.timeout().plus(Duration.ofSeconds((long) secondsACompilation));
        return peer.request("compile " + Math.max(1, nanos), wait);
    }

    @Override
    public void close() {
        peer.close();
    }
}
