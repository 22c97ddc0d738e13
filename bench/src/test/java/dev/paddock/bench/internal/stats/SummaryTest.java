package dev.paddock.bench.internal.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final double EXACT = 1e-12;

    /** Expected: what R's quantile(c(7, 1, 4, 9, 2, 8)) gives. */
    @Test
    void quartilesInterpolateBetweenNeighbours() {
        var summary = Summary.of(7, 1, 4, 9, 2, 8);
        assertEquals(6, summary.count());
        assertEquals(1, summary.least(), EXACT);
        assertEquals(2.5, summary.lowerQuartile(), EXACT);
        assertEquals(5.5, summary.median(), EXACT);
        assertEquals(7.75, summary.upperQuartile(), EXACT);
        assertEquals(9, summary.most(), EXACT);
        assertEquals(1.5, summary.spread(), EXACT);
    }

    @Test
    void oneMeasurementHasNoSpread() {
        assertEquals(new Summary(1, 3, 3, 3, 3, 3), Summary.of(3));
        assertEquals(0, Summary.of(3).spread(), EXACT);
    }

    @Test
    void nothingCannotBeSummarized() {
        assertThrows(IllegalArgumentException.class, Summary::of);
        assertThrows(IllegalArgumentException.class, Summary::geometricMean);
    }

    @Test
    void theGivenOrderIsLeftAlone() {
        double[] values = {3, 1, 2};
        Summary.of(values);
        assertEquals(3, values[0], EXACT);
    }

    @Test
    void onlyBestQuartersThatAreApartTellARanking() {
        assertTrue(Summary.of(1, 2, 3).overlaps(Summary.of(1.4, 2, 3)));
        assertFalse(Summary.of(1, 2, 3).overlaps(Summary.of(1.6, 2, 3)));
        assertFalse(Summary.of(1.6, 2, 3).overlaps(Summary.of(1, 2, 3)));
        // What is disturbed most of the time can be told apart all the same.
        assertFalse(Summary.of(1, 1, 1, 1.5, 1.6, 100).overlaps(Summary.of(1.1, 1.1, 1.1, 1.2, 1.3)));
    }

    @Test
    void theGeometricMeanCountsFactors() {
        assertEquals(1, Summary.geometricMean(0.5, 2), EXACT);
        assertEquals(4, Summary.geometricMean(2, 4, 8), EXACT);
    }

    @Test
    void noiseIsCalledByItsName() {
        assertEquals(Noise.Verdict.QUIET, noise(0.01, 0, 1.02, 0.01, 0.02).verdict());
        assertEquals(Noise.Verdict.UNEASY, noise(0.05, 0, 1.02, 0.01, 0.02).verdict());
        assertEquals(Noise.Verdict.UNEASY, noise(0, 0, 1.02, 0.05, 0.2).verdict());
        assertEquals(Noise.Verdict.UNEASY, noise(0, 0, 1.5, 0.01, 0.02).verdict());
        assertEquals(Noise.Verdict.NOISY, noise(0.3, 0, 1.02, 0.01, 0.02).verdict());
        assertEquals(Noise.Verdict.NOISY, noise(0, 0.1, 1.02, 0.01, 0.02).verdict());
        assertEquals(Noise.Verdict.NOISY, noise(0, 0, 1.02, 0.2, 0.3).verdict());
        assertEquals(Noise.Verdict.UNEASY, noise(new Settlement(80, 5, 12, 30)).verdict());
        assertEquals(Noise.Verdict.NOISY, noise(new Settlement(40, 5, 60, 30)).verdict());
        assertEquals(Noise.Verdict.QUIET, noise(new Settlement(95, 2, 3, 30)).verdict());
    }

    @Test
    void aMachineWhoseCoresAreSharedSaysSo() {
        assertTrue(noise(0, 0, 1.5, 0.01, 0.02).text().contains("Another machine used the same cores"));
        assertFalse(noise(0.05, 0, 1.02, 0.01, 0.02).text().contains("Another machine"));
    }

    private static Noise noise(double others, double stolen, double disturbance, double typical, double wide) {
        return new Noise(others, stolen, disturbance, 0.9, new Noise.Spread(typical, wide), new Noise.Spread(0, 0),
                new Settlement(100, 0, 0, 0));
    }

    private static Noise noise(Settlement settlement) {
        return new Noise(0, 0, 1.02, 0.9, new Noise.Spread(0.01, 0.02), new Noise.Spread(0, 0), settlement);
    }
}
