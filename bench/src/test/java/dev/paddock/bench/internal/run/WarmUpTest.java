package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.bench.internal.peer.PeerException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** How many times more it is run, when what goes on in the background is busy for so long each time. */
    private static int trials(double[] times, int... busy) throws PeerException {
        var clock = new AtomicLong();
        var asked = new AtomicInteger();
        var warmUp = new WarmUp(clock::get);
        warmUp.run(
                Duration.ofMillis(400),
                nanos -> {
                    clock.addAndGet(nanos);
                    return times[Math.min(asked.get(), times.length - 1)];
                },
                () -> {
                    int moments = busy[Math.min(asked.getAndIncrement(), busy.length - 1)];
                    clock.addAndGet(moments * 60_000_000L);
                    return moments;
                });
        return asked.get() - 1;
    }

    @Test
    void whatNothingIsCompiledOfInTheBackgroundIsWarm() throws PeerException {
        assertEquals(0, trials(new double[] {5}, 0));
    }

    @Test
    void whatWasCompiledMeanwhileIsTriedUntilItIsNoFaster() throws PeerException {
        assertEquals(2, trials(new double[] {100, 40, 10, 10}, 3, 3, 0));
        assertEquals(1, trials(new double[] {100, 40}, 3, 0));
        assertEquals(0, trials(new double[] {100, 100}, 3));
    }

    /** 400 ms, and then trials of 80 ms with a rest of 900 ms before each: five seconds are over after the fifth. */
    @Test
    void whatCompilesForeverIsGivenUpAfterAWhile() throws PeerException {
        assertEquals(4, trials(new double[] {100}, Rest.WINDOWS));
    }
}
