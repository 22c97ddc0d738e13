package dev.paddock.bench.internal.stats;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether the machine was quiet.
 *
 * @param others part of all processors' time that went to processes that are not of this run, 0 to 1
 * @param stolen part that the hypervisor gave to other machines
 * @param disturbance how many times longer whole turns took than their best slices: what neighbours on the same core,
 *     which no account of processors' time shows, cost those who can't wait for a better moment
 * @param turns how far the best turns of each execution lie apart
 * @param processes how far the best calls of two processes of the same machine lie apart, on the same guest
 */
public record Noise(double others, double stolen, double disturbance, Spread turns, Spread processes) {
    /** Parts that half of all, and nine of ten, stay below; 0 where there is nothing to tell. */
    public record Spread(double typical, double wide) {
        static Spread of(double... parts) {
            var sorted = parts.clone();
            Arrays.sort(sorted);
            return sorted.length == 0
                    ? new Spread(0, 0)
                    : new Spread(sorted[sorted.length / 2], sorted[sorted.length * 9 / 10]);
        }
    }

    /** In one word. */
    public enum Verdict {
        QUIET,
        UNEASY,
        NOISY
    }

    public Verdict verdict() {
        if (others > 0.10 || stolen > 0.05 || turns.typical > 0.10) {
            return Verdict.NOISY;
        }
        return others > 0.03 || stolen > 0.01 || disturbance > 1.1 || turns.typical > 0.03
                ? Verdict.UNEASY
                : Verdict.QUIET;
    }

    /** A sentence or two. */
    public String text() {
        var facts = String.format(
                Locale.ROOT,
                "%.1f %% of the processors' time went to other processes and %.1f %% to other machines; "
                        + "whole turns took %.2f times as long as their best slices; half of all figures spread by less "
                        + "than %.1f %%, nine of ten by less than %.1f %%.%s",
                100 * others,
                100 * stolen,
                disturbance,
                100 * turns.typical,
                100 * turns.wide,
                processes.wide == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " The best calls of two processes of a machine lay apart by less than %.1f %% and %.1f %%.",
                                100 * processes.typical,
                                100 * processes.wide));
        return switch (verdict()) {
            case QUIET -> "The machine was quiet: " + facts;
            case UNEASY -> "The machine was not quite quiet: " + facts
                    + (disturbance > 1.1
                            ? " Another machine used the same cores: figures are of the moments in which it did not, and "
                                    + "a machine that takes many milliseconds a call, without such moments, looks up to "
                                    + "so many times slower."
                            : "")
                    + " Differences smaller than the spreads can't be told.";
            case NOISY -> "The machine was too noisy to tell: " + facts
                    + " Take these figures for orders of magnitude, and run again on a quiet one.";
        };
    }
}
