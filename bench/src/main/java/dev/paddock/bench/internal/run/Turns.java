package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/** Lets processes take turns, in an order that is drawn anew for each round, and drops those that fail. */
final class Turns {
    /** After each turn: what the last machine left running falls asleep. */
    private static final long PAUSE_NANOS = 2_000_000;

    private final Random order;
    private final Progress progress;
    private final Failed failed;

    Turns(long seed, Progress progress, Failed failed) {
        this.order = new Random(seed);
        this.progress = progress;
        this.failed = failed;
    }

    /** Is told of one that has failed, and is closed now. */
    interface Failed {
        void failed(Candidate candidate, PeerException reason);
    }

    /** What one does in its turn. */
    interface Step<C extends Contestant> {
        void of(C contestant) throws PeerException;
    }

    /** Does it with each; one that fails is closed and left out from then on. */
    <C extends Contestant> void each(List<C> contestants, Step<C> step) {
        for (Iterator<C> all = contestants.iterator(); all.hasNext(); ) {
            var contestant = all.next();
            try {
                step.of(contestant);
            } catch (PeerException e) {
                failed.failed(contestant.candidate(), e);
                contestant.close();
                all.remove();
            }
        }
    }

    /**
     * The rounds from one to another (not included) of so many in all. Each has its share of turns; one with fewer than there
     * are rounds has them spread over the rounds.
     */
    <C extends Contestant> void rounds(
            String name, List<C> contestants, int from, int to, int all, ToIntFunction<C> turns, Step<C> step) {
        var shares = new LinkedHashMap<C, Integer>();
        contestants.forEach(c -> shares.put(c, turns.applyAsInt(c)));
        Rest.await();
        for (int round = from; round < to; round++) {
            progress.step(name + ", round " + (round + 1) + " of " + all);
            var players = new ArrayList<C>();
            for (var contestant : contestants) {
                int share = shares.getOrDefault(contestant, 0);
                if ((round + 1) * share / all > round * share / all) {
                    players.add(contestant);
                }
            }
            Collections.shuffle(players, order);
            var gone = new ArrayList<>(players);
            each(players, contestant -> {
                step.of(contestant);
                LockSupport.parkNanos(PAUSE_NANOS);
            });
            gone.removeAll(players);
            contestants.removeAll(gone);
        }
    }
}
