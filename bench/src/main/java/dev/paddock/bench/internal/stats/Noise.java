package dev.paddock.bench.internal.stats;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether the machine was quiet, and what its figures are worth all the same.
 *
 * @param others part of all processors' time that went to processes that are not of this run, 0 to 1
 * @param stolen part that the hypervisor gave to other machines
 * @param disturbance how many times longer whole turns took than their best slices: what neighbours on the same core,
 *     which no account of processors' time shows, cost those who can't wait for a better moment
 * @param undisturbed the part of turns that came as close to their machine's best as what settles a figure
 * @param gaps how far what confirms each execution's figure lies above it ({@link Settling#gap})
 * @param processes how far the best and the worst process of the same machine lie apart, on the same guest
 * @param settlement how many figures have settled
 */
public record Noise(
        double others,
        double stolen,
        double disturbance,
        double undisturbed,
        Spread gaps,
        Spread processes,
        Settlement settlement) {
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
        if (others > 0.10 || stolen > 0.05 || gaps.typical > 0.10 || settlement.openPart() > 0.5) {
            return Verdict.NOISY;
        }
        return others > 0.03 || stolen > 0.01 || disturbance > 1.1 || undisturbed < 0.7 || gaps.typical > 0.03
                || settlement.openPart() > 0.1
                ? Verdict.UNEASY
                : Verdict.QUIET;
    }

    /** A sentence or two. */
    public String text() {
        var facts = String.format(
                Locale.ROOT,
                "%.1f %% of the processors' time went to other processes and %.1f %% to other machines; "
                        + "whole turns took %.2f times as long as their best slices, and nothing disturbed %.0f %% of turns. %s What confirms a figure lies above it by "
                        + "less than %.1f %% for half of them, and by less than %.1f %% for nine of ten.%s",
                100 * others,
                100 * stolen,
                disturbance,
                100 * undisturbed,
                settlement.text(),
                100 * gaps.typical,
                100 * gaps.wide,
                processes.wide == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " The best and the worst process of a machine lay apart by less than %.1f %% and %.1f %%.",
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
                    + " Differences smaller than what confirms the figures can't be told.";
            case NOISY -> "The machine was too noisy to tell: " + facts
                    + " Take these figures for orders of magnitude, and run again on a quiet one.";
        };
    }
}
