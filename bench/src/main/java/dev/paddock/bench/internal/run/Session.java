package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Peer;
import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.internal.peer.ProcessTree;
import dev.paddock.bench.internal.peer.Reply;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.time.Duration;

/**
 * A process in which one machine has loaded one guest and run it once. What can only be measured in a new process,
 * opening has measured.
 */
final class Session implements AutoCloseable {
    /** What a compiler takes that is itself compiled while it runs. */
    private static final Duration WARM_UP_OF_COMPILER = Duration.ofMillis(600);

    private final Candidate candidate;
    private final Options options;
    private final Peer peer;
    private final Samples samples;
    private final long checksum;
    private double secondsACall;
    private double secondsACompilation;

    private Session(Candidate candidate, Options options, Peer peer, Samples samples, Opening opening) {
        this.candidate = candidate;
        this.options = options;
        this.peer = peer;
        this.samples = samples;
        this.checksum = opening.checksum();
        this.secondsACall = opening.secondsACall();
        this.secondsACompilation = opening.secondsACompilation();
    }

    /** What the first steps came to. */
    private record Opening(long checksum, double secondsACall, double secondsACompilation) {}

    /** Starts a process, loads, instantiates, runs once; all of that together is one shot. */
    static Session open(Candidate candidate, Options options, Samples samples) throws PeerException {
        long begin = System.nanoTime();
        var peer = candidate.adapter().start(candidate.machine(), options.timeout());
        try {
            var opening = firstSteps(candidate, options, peer, samples, begin);
            return new Session(candidate, options, peer, samples, opening);
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
            return new Opening(0, 0, loaded.positive("nanos") / 1e9);
        }
        peer.request("start", options.timeout());
        var first = peer.request("run 1", options.timeout());
        add(samples, options, guest, machine, Measure.ONE_SHOT, System.nanoTime() - begin);
        long memory = ProcessTree.peakMemory(peer.process());
        if (memory > 0) {
            add(samples, options, guest, machine, Measure.MEMORY, memory);
        }
        return new Opening(
                first.unsigned("checksum"), first.positive("nanos") / 1e9 / first.positive("calls"),
                loaded.positive("nanos") / 1e9);
    }

    private static void add(
            Samples samples, Options options, String guest, VmDescription machine, Measure measure, double value) {
        var asked = measure == Measure.SUSTAINED ? Measure.EXECUTION : measure;
        if (options.measures(asked) && machine.measures().contains(asked)) {
            samples.add(guest, machine.id(), measure, value);
        }
    }

    Candidate candidate() {
        return candidate;
    }

    String version() {
        return peer.version();
    }

    /** What the first run returned. */
    long checksum() {
        return checksum;
    }

    /** How many turns this machine gets: fewer when it is so slow that they would take too long. */
    int turns(Measure measure) {
        double operation = measure == Measure.COMPILATION ? secondsACompilation : secondsACall;
        double turn = Math.max(options.turn().toNanos() / 1e9, operation);
        double affordable = options.budget().toNanos() / 1e9 / turn;
        return (int) Math.clamp(affordable, 1, options.repetitions());
    }

    boolean takesPartIn(Measure measure) {
        return options.measures(measure) && candidate.machine().measures().contains(measure);
    }

    /**
     * Runs the guest until the machine is as fast as it gets; one whose first call took so long has had its warm-up.
     */
    void warmUp() throws PeerException {
        if (secondsACall > options.budget().toNanos() / 1e9) {
            return;
        }
        long nanos = (long) (candidate.machine().warmUp().toNanos() * options.warmUpFactor());
        var reply = peer.request("run " + Math.max(1, nanos), options.timeout().plusNanos(nanos));
        check(reply.unsigned("checksum"));
        secondsACall = reply.positive("nanos") / 1e9 / reply.positive("calls");
    }

    /** Loads the program again and again, until the compiler itself is warm. */
    void warmUpCompiler() throws PeerException {
        var warmUp = candidate.machine().warmUp();
        var longest = warmUp.compareTo(VmDescription.SHORT_WARM_UP) > 0 ? WARM_UP_OF_COMPILER : warmUp;
        long nanos = (long) (longest.toNanos() * options.warmUpFactor());
var reply = peer.request("compile " + Math.max(1, nanos), options.timeout().plusNanos(nanos));
        secondsACompilation = mean(reply) / 1e9;
    }

    /** One turn of calling run. */
    void execute() throws PeerException {
        var reply = request("run", options.turn());
        check(reply.unsigned("checksum"));
        double mean = mean(reply);
        secondsACall = mean / 1e9;
        double best = best(reply);
        record(Measure.EXECUTION, best);
        record(Measure.SUSTAINED, mean);
        long ticks = reply.count("ticks");
        if (ticks > 0) {
            record(Measure.HOST_CALLS, best * reply.positive("calls") / ticks);
        }
    }

    /** One turn of loading the program. */
    void compile() throws PeerException {
        var reply = request("compile", options.turn().dividedBy(2));
        secondsACompilation = mean(reply) / 1e9;
        record(Measure.COMPILATION, best(reply));
    }

    /** One turn of making instances. */
    void instantiate() throws PeerException {
        record(Measure.INSTANCES, best(request("instances", options.turn())));
    }

    /** Nanoseconds of an operation over the whole turn. */
    private static double mean(Reply reply) throws PeerException {
        return (double) reply.positive("nanos") / reply.positive("calls");
    }

    /** Nanoseconds of an operation in the turn's fastest slice, or in all of it if the adapter knows no slices. */
    private static double best(Reply reply) throws PeerException {
        var nanos = reply.optionalCount("best-nanos");
        return nanos.isEmpty() ? mean(reply) : (double) nanos.getAsLong() / reply.positive("best-calls");
    }

    private Reply request(String verb, Duration turn) throws PeerException {
        var wait = options.timeout().plus(Duration.ofSeconds((long) (secondsACall + secondsACompilation)));
        return peer.request(verb + " " + turn.toNanos(), wait);
    }

    private void record(Measure measure, double value) {
        add(samples, options, candidate.guest().name(), candidate.machine(), measure, value);
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
