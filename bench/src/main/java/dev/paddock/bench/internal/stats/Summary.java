package dev.paddock.bench.internal.stats;

import java.util.Arrays;

/**
 * What repeated measurements come to. What disturbs a machine only ever adds time, so that the least is the figure; how
 * far the best quarter of the measurements lies apart is its spread. Quartiles interpolate linearly between the two nearest values (the usual "type
 * 7").
 *
 * @param count how many there were
 */
public record Summary(int count, double least, double lowerQuartile, double median, double upperQuartile, double most) {
    /** @throws IllegalArgumentException when there is none */
    public static Summary of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no measurements");
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        return new Summary(
                sorted.length,
                sorted[0],
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                sorted[sorted.length - 1]);
    }

    private static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** The measurement's result. */
    public double figure() {
        return least;
    }

    /** How far the best quarter lies apart, as a part of the figure. 0 where there is only one measurement. */
    public double spread() {
        return least == 0 ? 0 : (lowerQuartile - least) / least;
    }

    /** Whether the best quarters of both overlap: then neither can be called smaller. */
    public boolean overlaps(Summary other) {
        return least <= other.lowerQuartile && other.least <= lowerQuartile;
    }

    /** The geometric mean; every value counts by its factor. */
    public static double geometricMean(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
    }
}
