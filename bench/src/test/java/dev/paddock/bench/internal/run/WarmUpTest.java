package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.bench.internal.peer.PeerException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    /** How many milliseconds a warm-up of 400 takes, given an operation's time after so many of them. */
    private static long millis(LongToDoubleFunction time) throws PeerException {
        var clock = new AtomicLong();
        new WarmUp(clock::get).run(Duration.ofMillis(400), nanos -> time.applyAsDouble(clock.addAndGet(nanos) / 1_000_000));
        return clock.get() / 1_000_000;
    }

    @Test
    void whatIsWarmAtOnceTakesNoLongerThanItMust() throws PeerException {
        assertEquals(400, millis(_ -> 5));
    }

    @Test
    void whatGetsFasterGoesOnUntilItDoesNot() throws PeerException {
        assertEquals(1100, millis(now -> now < 900 ? 10_000 - now * 10 : 500));
    }

    @Test
    void noiseIsNotGettingFaster() throws PeerException {
        assertEquals(400, millis(now -> now % 200 == 0 ? 5 : 4.9));
    }

    @Test
    void whatNeverEndsIsEnded() throws PeerException {
        assertEquals(1200, millis(now -> 1.0 / now));
    }
}
