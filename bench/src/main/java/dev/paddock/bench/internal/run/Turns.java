package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.PeerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

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
            long begin = System.nanoTime();
            try {
                step.of(contestant);
                contestant.spent((System.nanoTime() - begin) / 1e9);
            } catch (PeerException e) {
                failed.failed(contestant.candidate(), e);
                contestant.close();
                all.remove();
            }
        }
    }

    /** Who has a turn in a round, of those who are still there. */
    interface Players<C extends Contestant> {
        List<C> of(int round);
    }

    /** Lets all finish what they do in the background, or a good part of it; from now on, who has no turn stands still. */
    void rest(List<? extends Contestant> contestants) {
        Rest.await();
        contestants.forEach(Contestant::pause);
    }

    /** Rounds until there is one in which nobody plays. */
    <C extends Contestant> void rounds(String name, List<C> contestants, Players<C> who, Step<C> step) {
        for (int round = 0; ; round++) {
            var players = new ArrayList<>(who.of(round));
            if (players.isEmpty()) {
                return;
            }
            progress.step(name + ", round " + (round + 1));
            Collections.shuffle(players, order);
            var gone = new ArrayList<>(players);
            each(players, contestant -> {
                step.of(contestant);
                contestant.pause();
                LockSupport.parkNanos(PAUSE_NANOS);
            });
            gone.removeAll(players);
            contestants.removeAll(gone);
        }
    }
}
