package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Peer;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.peer.ProcessTree;
import dev.paddock.bench.internal.peer.Reply;
import dev.paddock.bench.internal.stats.Settling;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A process in which one machine has loaded one guest and run it once. What can only be measured in a new process,
 * opening has measured.
 */
final class Session implements Contestant {
    /** A machine that takes longer to warm up keeps its process for all turns. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** No longer than this is waited for what takes longer with each call than a warm-up should. */
    private static final double LONGEST_CALL = 2;

    /** Nor for this where the first call only may be as long. */
    private static final double LONGEST_FIRST_CALL = 10;

    /** Best turns no further apart than this tell that the moment is a good one: half of what settles a figure. */
    private static final double CALM = Settling.TOLERANCE / 2;

    /** A call that takes longer than so many turns has its turns after those of the others. */
    private static final int SLOW_TURNS = 3;

    private final Candidate candidate;
    private final Options options;
    private final Peer peer;
    private final Samples samples;
    private final long checksum;
    private final List<Double> calls = new ArrayList<>();
    private final List<Double> instances = new ArrayList<>();
    private double secondsACall;
    private double spent;
    private long nanosInTurns;
    private long ticksBefore;

    private Session(Candidate candidate, Options options, Peer peer, Samples samples, Opening opening) {
        this.candidate = candidate;
        this.options = options;
        this.peer = peer;
        this.samples = samples;
        this.checksum = opening.checksum();
        this.secondsACall = opening.secondsACall();
    }

    /** What the first steps came to. */
    private record Opening(long checksum, double secondsACall) {}

    /** Starts a process, loads, instantiates, runs once; all of that together is one shot. */
    static Session open(Candidate candidate, Options options, Samples samples) throws PeerException {
        long begin = System.nanoTime();
        var peer = candidate.adapter().start(candidate.machine(), options.timeout());
        try {
            var opening = firstSteps(candidate, options, peer, samples, begin);
            var session = new Session(candidate, options, peer, samples, opening);
            session.spent((System.nanoTime() - begin) / 1e9);
            return session;
        } catch (PeerException e) {
            peer.close();
            throw e;
        }
    }

    private static Opening firstSteps(Candidate candidate, Options options, Peer peer, Samples samples, long begin)
            throws PeerException {
        var guest = candidate.guest().name();
        var machine = candidate.machine();
        var loaded = peer.request("load " + candidate.file(), options.timeout());
        add(samples, options, guest, machine, Measure.FIRST_COMPILATION, loaded.positive("nanos"));
        var code = loaded.optionalCount("code");
        if (code.isPresent()) {
            add(samples, options, guest, machine, Measure.CODE_SIZE, code.getAsLong());
        }
        if (machine.kind() == VmDescription.Kind.HASH || !candidate.guest().runs()) {
            return new Opening(0, 0);
        }
        peer.request("start", options.timeout());
        var first = peer.request("run 1", options.timeout());
        add(samples, options, guest, machine, Measure.ONE_SHOT, System.nanoTime() - begin);
        long memory = ProcessTree.peakMemory(peer.process());
        if (memory > 0) {
            add(samples, options, guest, machine, Measure.MEMORY, memory);
        }
        return new Opening(first.unsigned("checksum"), first.positive("nanos") / 1e9 / first.positive("calls"));
    }

    private static void add(
            Samples samples, Options options, String guest, VmDescription machine, Measure measure, double value) {
        var asked = measure.comesWith();
        if (options.measures(asked) && machine.measures().contains(asked)) {
            samples.add(guest, machine.id(), measure, value);
        }
    }

    @Override
    public Candidate candidate() {
        return candidate;
    }

    /** Whether half of the turns of that machine are for a new process. */
    static boolean renewable(VmDescription machine) {
        return machine.warmUp().compareTo(SHORT) <= 0;
    }

    String version() {
        return peer.version();
    }

    /** What the first run returned. */
    long checksum() {
        return checksum;
    }

    /** How many turns it gets at most: fewer when it is so slow that they would take too long. */
    int turns() {
        return options.turns(secondsACall, renewable(candidate.machine()));
    }

    /** How many turns of calling run it had. */
    int played() {
        return calls.size();
    }

    /** How many turns of making instances it had. */
    int made() {
        return instances.size();
    }

    /** Whether one turn takes several times as long as those of others. */
    boolean slow() {
        return secondsACall > SLOW_TURNS * options.turn().toNanos() / 1e9;
    }

    /** Whether more turns of calling run, in this process and these minutes, would tell no more. */
    boolean calm() {
        return calm(values(calls), Measure.EXECUTION);
    }

    /** The same of making instances. */
    boolean calmInstances() {
        return calm(values(instances), Measure.INSTANCES);
    }

    private boolean calm(double[] turns, Measure measure) {
        return calm(turns, samples.undisturbed(candidate.guest().name(), measure));
    }

    /** The best two agree, and half of what makes a figure is done: the other half is for another process. */
    static boolean calm(double[] turns, double undisturbed) {
        return Settling.gap(turns) <= CALM && 2 * turns.length >= Settling.needed(undisturbed);
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
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

    boolean takesPartIn(Measure measure) {
        return options.measures(measure) && candidate.machine().measures().contains(measure);
    }

    /** Runs the guest until the machine is as fast as it gets, what it compiles in the background included. */
    void warmUp() throws PeerException {
        long least = (long) (candidate.machine().warmUp().toNanos() * options.warmUpFactor());
        if (warmsUp(least)) {
            new WarmUp(System::nanoTime).run(
                    Duration.ofNanos(least), this::warmUp, () -> renewable(candidate.machine()) ? 0 : Rest.await());
        }
        ticksBefore = ProcessTree.processorTicks(peer.process());
    }

    /** What compiles while it runs is slow at its first call, which tells nothing of the next; what interprets is not. */
    private boolean warmsUp(long least) {
        boolean compiled = candidate.machine().kind() == VmDescription.Kind.COMPILER && !renewable(candidate.machine());
        return compiled && secondsACall < LONGEST_FIRST_CALL
                || secondsACall < LONGEST_CALL && secondsACall * 1e9 < (double) WarmUp.MOST * least;
    }

    private double warmUp(long nanos) throws PeerException {
        var reply = peer.request("run " + nanos, options.timeout().plusNanos(nanos));
        check(reply.unsigned("checksum"));
        secondsACall = mean(reply) / 1e9;
        return best(reply);
    }

    /**
     * One turn of calling run.
     *
     * @param sustained whether all others have a turn as well: then whole turns can be compared
     */
    void execute(boolean sustained) throws PeerException {
        var reply = request("run", options.turn());
        check(reply.unsigned("checksum"));
        double mean = mean(reply);
        secondsACall = mean / 1e9;
        double turn = best(reply);
        calls.add(turn);
        nanosInTurns += reply.count("nanos");
        record(Measure.EXECUTION, turn);
        if (sustained) {
            record(Measure.SUSTAINED, mean);
        }
        long ticks = reply.count("ticks");
        if (ticks > 0) {
            record(Measure.HOST_CALLS, turn * reply.positive("calls") / ticks);
        }
    }

    /** A turn of calling run, whole: not its best moment. */
    double callsASecond() throws PeerException {
        var reply = request("run", options.turn());
        check(reply.unsigned("checksum"));
        return 1e9 / mean(reply);
    }

    /** After this process' last turn of calling run. */
    void endOfExecution() {
        if (nanosInTurns > 0) {
            record(Measure.BEST_OF_PROCESS, Collections.min(calls));
            long ticks = ProcessTree.processorTicks(peer.process()) - ticksBefore;
            record(Measure.PROCESSORS, ticks * (1e9 / ProcessTree.TICKS_A_SECOND) / nanosInTurns);
        }
    }

    /** Makes instances until that gets no faster. */
    void warmUpInstances() throws PeerException {
        long least = (long) (candidate.machine().warmUp().toNanos() * options.warmUpFactor());
        new WarmUp(System::nanoTime)
                .run(Duration.ofNanos(least), nanos -> best(request("instances", Duration.ofNanos(nanos))));
    }

    /** One turn of making instances. */
    void instantiate() throws PeerException {
        instances.add(best(request("instances", options.turn())));
        record(Measure.INSTANCES, instances.getLast());
    }

    /** After this process' last turn of making instances. */
    void endOfInstances() {
        if (!instances.isEmpty()) {
            record(Measure.BEST_INSTANCE_OF_PROCESS, Collections.min(instances));
        }
    }

    /** Nanoseconds of an operation over the whole turn. */
    private static double mean(Reply reply) throws PeerException {
        return (double) reply.positive("nanos") / reply.positive("calls");
    }

    /** Nanoseconds of an operation in the turn's fastest slice, or in all of it if the adapter knows no slices. */
    static double best(Reply reply) throws PeerException {
        var nanos = reply.optionalCount("best-nanos");
        return nanos.isEmpty() ? mean(reply) : (double) nanos.getAsLong() / reply.positive("best-calls");
    }

    private Reply request(String verb, Duration turn) throws PeerException {
        var wait = options.timeout().plus(Duration.ofSeconds((long) secondsACall));
        return peer.request(verb + " " + turn.toNanos(), wait);
    }

    private void record(Measure measure, double value) {
        add(samples, options, candidate.guest().name(), candidate.machine(), measure, value);
    }

    /** A new process must come to the same result. */
    void sameResult(Session next) throws PeerException {
        check(next.checksum);
    }

    private void check(long result) throws PeerException {
        if (result != checksum) {
            throw new PeerException("wrong result: " + Long.toUnsignedString(result) + " after "
                    + Long.toUnsignedString(checksum) + " before");
        }
    }

    @Override
    public void close() {
        peer.close();
    }
}
