package dev.paddock.bench.internal.stats;

import java.util.Arrays;

/**
 * What repeated measurements come to. Quartiles interpolate linearly between the two nearest values (the usual "type
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

    /** The interquartile range, as a part of the median. 0 where there is only one measurement. */
    public double spread() {
        return median == 0 ? 0 : (upperQuartile - lowerQuartile) / median;
    }

    /** Whether the middle halves of both overlap: then neither can be called smaller. */
    public boolean overlaps(Summary other) {
        return lowerQuartile <= other.upperQuartile && other.lowerQuartile <= upperQuartile;
    }

    /** The geometric mean; every value counts by its factor. */
    public static double geometricMean(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
    }
}
