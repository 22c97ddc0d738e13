package dev.paddock.tests;

/** Reproducible random numbers (SplitMix64): the same seed gives the same throws everywhere, forever. */
final class Dice {
    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** As if made with that seed. */
    void reseed(long seed) {
        this.state = seed;
    }

    long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** 0..bound-1. */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** first..last. */
    int between(int first, int last) {
        return first + below(last - first + 1);
    }

    /** True in so many cases of a hundred. */
    boolean percent(int chance) {
        return below(100) < chance;
    }

    long pick(long... values) {
        return values[below(values.length)];
    }

    int pick(int... values) {
        return values[below(values.length)];
    }

    /** One of the numbers that arithmetic trips over, or one near it, or any. */
    long number() {
        return switch (below(8)) {
            case 0 -> below(4) - 1;
            case 1 -> below(256);
            case 2 -> 1L << below(64);
            case 3 -> (1L << below(64)) - 1;
            case 4 -> -(1L << below(64));
            case 5 -> (int) next();
            case 6 -> pick(
                    Integer.MIN_VALUE, Integer.MAX_VALUE, 0x80000000L, 0xffffffffL, Long.MIN_VALUE, Long.MAX_VALUE);
            default -> next();
        };
    }
}
