package dev.paddock.bench.internal.jvm;

/** How long calls took: all of them, and those of the fastest slice. */
final class Timing {
    /** A slice of a turn is at least that long, and at least one call. */
    private static final long SLICE_NANOS = 1_000_000;

    /** The clock is looked at only that often. */
    private static final long BATCH_NANOS = 20_000;

    private long nanos;
    private long calls;
    private long sliceNanos;
    private long sliceCalls;
    private long bestNanos;
    private long bestCalls;

    /** Something to be timed. */
    @FunctionalInterface
    interface Body {
        void once() throws Exception;
    }

    /** Does it until that time is over, at least once. */
    static Timing repeat(long wanted, Body body) throws Exception {
        var timing = new Timing();
        long batch = 1;
        long before = System.nanoTime();
        while (timing.calls == 0 || timing.nanos < wanted) {
            for (long i = 0; i < batch; i++) {
                body.once();
            }
            long now = System.nanoTime();
            long taken = now - before;
            before = now;
            timing.add(taken, batch);
            if (taken < BATCH_NANOS) {
                batch *= 2;
            }
        }
        return timing;
    }

    void add(long taken, long count) {
        nanos += taken;
        calls += count;
        sliceNanos += taken;
        sliceCalls += count;
        if (sliceNanos >= SLICE_NANOS) {
            endSlice();
        }
    }

    private void endSlice() {
        if (bestCalls == 0 || (double) sliceNanos * bestCalls < (double) bestNanos * sliceCalls) {
            bestNanos = sliceNanos;
            bestCalls = sliceCalls;
        }
        sliceNanos = 0;
        sliceCalls = 0;
    }

    long nanos() {
        return nanos;
    }

    long calls() {
        return calls;
    }

    /** As an answer's values; a turn shorter than a slice is one. */
    String text() {
        if (bestCalls == 0) {
            endSlice();
        }
        return "nanos=" + nanos + " calls=" + calls + " best-nanos=" + bestNanos + " best-calls=" + bestCalls;
    }
}
