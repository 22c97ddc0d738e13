package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many independent calls a machine makes a second with one process, and with one for each processor of this computer at the
 * same time.
 */
final class Throughput {
    /** Short calls and long ones. */
    static final Set<String> GUESTS = Set.of("ed25519", "json");

    private static final int TURNS = 5;

    /** No more processes than that, on however many processors. */
    private static final int MOST = 16;

    private final Options options;
    private final Progress progress;
    private final Samples samples;
    private final Turns turns;

    Throughput(Options options, Progress progress, Samples samples, Turns turns) {
        this.options = options;
        this.progress = progress;
        this.samples = samples;
        this.turns = turns;
    }

    /** Interpreters are as many times slower with all processors as with one. */
    static boolean concerns(Session session) {
        return session.takesPartIn(Measure.THROUGHPUT)
                && GUESTS.contains(session.candidate().guest().name())
                && session.candidate().machine().kind() != VmDescription.Kind.INTERPRETER
                && Session.renewable(session.candidate().machine());
    }

    /** Each machine after the other; its session stays open. Not in a quick run. */
    void measure(List<Session> sessions) {
        if (options.newProcesses() == 1) {
            return;
        }
        turns.each(sessions, session -> {
            if (concerns(session)) {
                progress.step("throughput of " + session.candidate().machine().id());
                measure(session);
            }
        });
    }

    private void measure(Session session) throws PeerException {
        var all = new ArrayList<>(List.of(session));
        int processes = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        try (var threads = Executors.newFixedThreadPool(processes)) {
            while (all.size() < processes) {
                all.add(Session.open(session.candidate(), options, new Samples()));
                all.getLast().warmUp();
            }
            Rest.await();
            for (int i = 0; i < TURNS; i++) {
                record(session, Measure.THROUGHPUT_OF_ONE, session.callsASecond());
                var running = new ArrayList<Future<Double>>();
                all.forEach(each -> running.add(threads.submit(each::callsASecond)));
                double sum = 0;
                for (var one : running) {
                    sum += get(one);
                }
                record(session, Measure.THROUGHPUT, sum);
            }
        } finally {
            all.stream().skip(1).forEach(Session::close);
        }
    }

    private static double get(Future<Double> one) throws PeerException {
        try {
            return one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("interrupted");
        } catch (ExecutionException e) {
            throw new PeerException(String.valueOf(e.getCause()));
        }
    }

    private void record(Session session, Measure measure, double callsASecond) {
        var candidate = session.candidate();
        samples.add(candidate.guest().name(), candidate.machine().id(), measure, 1e9 / callsASecond);
    }
}
