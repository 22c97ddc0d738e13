package dev.paddock.bench.internal.stats;

import java.util.Arrays;

/**
 * How well settled a figure is: whether something else than its best moment confirms it. The figure is the least of all turns;
 * what confirms it is the best of another process, which had its turns in other minutes and by another chance, or, as long as
 * there was one process only, its next best turn. Where neighbours disturb most turns, two processes can agree on what both had
 * in bad moments: then it takes as many turns as make it unlikely that there was no good one.
 *
 * @param processes how many had turns
 * @param turns of all of them
 * @param needed that many turns at least make a figure
 * @param gap how far what confirms the figure lies above it, as a part of it; infinite where nothing can
 */
public record Settling(int processes, int turns, int needed, double gap) {
    /** No further apart than this, a figure has settled. */
    public static final double TOLERANCE = 0.05;

    /** That all turns were disturbed is no likelier than this, were each by itself. */
    private static final double RISK = 0.02;

    /** What so many turns don't tell, more don't either. */
    private static final int MOST_NEEDED = 12;

    /** In a word. */
    public enum State {
        /** Another process, some time later, has come to the same figure. */
        SETTLED,
        /** It was measured in one process only, whose best turns agree. */
        UNCONFIRMED,
        /** The best turns, or the best processes, are too far apart, or there were too few turns. */
        OPEN,
        /** There was one turn. */
        ONCE
    }

    /**
     * @param processes the best turn of each, none where that is not known
     * @param undisturbed the part of turns, of whatever machine, that nothing disturbed
     */
    public static Settling of(double[] processes, double[] turns, double undisturbed) {
        double gap = processes.length > 1 ? gap(processes) : gap(turns);
        return new Settling(Math.max(1, processes.length), turns.length, needed(undisturbed), gap);
    }

    /** So many turns that all of them were disturbed with a probability of {@link #RISK} at most: 2 to 12. */
    public static int needed(double undisturbed) {
        double disturbed = Math.clamp(1 - undisturbed, 1e-3, 0.999);
        return (int) Math.clamp(Math.ceil(Math.log(RISK) / Math.log(disturbed)), 2, MOST_NEEDED);
    }

    /** How far the second least lies above the least, as a part of it; infinite where there is none. */
    public static double gap(double... values) {
        if (values.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[0] == 0 ? 0 : sorted[1] / sorted[0] - 1;
    }

    public State state() {
        if (turns < 2 && processes < 2) {
            return State.ONCE;
        }
        if (gap > TOLERANCE) {
            return State.OPEN;
        }
        if (processes < 2) {
            return State.UNCONFIRMED;
        }
        return turns < needed ? State.OPEN : State.SETTLED;
    }

    public boolean settled() {
        return state() == State.SETTLED;
    }
}
