package dev.paddock.bench.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void theBestSliceIsOfAMillisecondAtLeast() {
        var timing = new Timing();
        timing.add(700_000, 7);
        timing.add(900_000, 1); // with the one before, a slice of 200,000 a call
        timing.add(1_500_000, 10); // 150,000 a call: the best
        timing.add(100_000, 10); // faster still, but no slice
        assertEquals("nanos=3200000 calls=28 best-nanos=1500000 best-calls=10", timing.text());
    }

    @Test
    void aTurnShorterThanASliceIsOne() {
        var timing = new Timing();
        timing.add(2_000, 3);
        assertEquals("nanos=2000 calls=3 best-nanos=2000 best-calls=3", timing.text());
    }

    @Test
    void atLeastOneCallIsMadeAndAFailureEndsTheTurn() throws Exception {
        var calls = new AtomicInteger();
        assertEquals(1, Timing.repeat(1, calls::incrementAndGet).calls());
        assertEquals(1, calls.get());
        assertThrows(IllegalStateException.class, () -> Timing.repeat(1, () -> {
            throw new IllegalStateException("wrong");
        }));
    }
}
