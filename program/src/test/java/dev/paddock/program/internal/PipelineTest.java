package dev.paddock.program.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PipelineTest {
    /** Latency, decode slots, units; from the table of the model, plus a rare free-for-all. */
    private static final int[][] SHAPES = {
        {1, 1, 0}, {1, 2, 0}, {1, 1, Pipeline.ALU}, {1, 2, Pipeline.ALU}, {1, 3, Pipeline.ALU}, {2, 2, Pipeline.ALU},
        {2, 1, 2 * Pipeline.ALU}, {3, 3, Pipeline.ALU}, {3, 1, Pipeline.ALU + Pipeline.MUL},
        {4, 2, Pipeline.ALU + Pipeline.MUL}, {60, 4, Pipeline.ALU + Pipeline.DIV}, {4, 1, Pipeline.ALU + Pipeline.LOAD},
        {37, 1, Pipeline.ALU + Pipeline.LOAD}, {25, 1, Pipeline.ALU + Pipeline.STORE}, {100, 4, Pipeline.ALU},
        {40, 1, 0}, {15, 1, 0}, {22, 1, 0}, {20, 1, Pipeline.ALU},
    };

    @Test
    void skippingTimeGivesWhatSteppingEveryCycleGives() {
        compareBlocks(20260101, 4_000, true);
    }

    @Test
    void issuingInBurstsGivesWhatGoingFromEventToEventGives() {
        compareBlocks(20260102, 60_000, false);
    }

    /** Millions of blocks: {@code -Dpaddock.fuzz.blocks=N}. */
    @Test
    @Tag("long")
    void theSameForLong() {
        compareBlocks(System.nanoTime(), Integer.getInteger("paddock.fuzz.blocks", 1_000_000), false);
    }

    private static void compareBlocks(long seed, int rounds, boolean steps) {
        var random = new Random(seed);
        var pipeline = new Pipeline();
        var simulated = new SimulatedPipeline();
        for (var round = 0; round < rounds; round++) {
            var stepped = new SteppedPipeline();
            pipeline.begin();
            simulated.begin();
            var length = 1 + random.nextInt(round % 4 == 0 ? 300 : round % 4 == 1 ? 8 : 30);
            var kinds = 1 + random.nextInt(SHAPES.length);
            var registers = 1 + random.nextInt(13);
            var sourceless = random.nextInt(5);
            var moves = 1 + random.nextInt(8);
            for (var i = 0; i < length; i++) {
                var d = random.nextInt(registers);
                var a = random.nextInt(4) < sourceless ? Pipeline.NO_SOURCE : random.nextInt(registers);
                var b = random.nextInt(4) < sourceless ? Pipeline.NO_SOURCE : random.nextInt(registers);
                var c = random.nextInt(4) != 0 ? Pipeline.NO_SOURCE : d;
                if (a != Pipeline.NO_SOURCE && random.nextInt(moves) == 0) {
                    if (steps) {
                        stepped.rename(d, a);
                    }
                    simulated.rename(d, a);
                    pipeline.rename(d, a);
                    continue;
                }
                var shape = SHAPES[random.nextInt(kinds)];
                var to = random.nextInt(4) == 0 ? Pipeline.NO_DESTINATION : d;
                if (steps) {
                    stepped.feed(shape[0], shape[1], shape[2], to, a, b, c);
                }
                simulated.feed(shape[0], shape[1], shape[2], to, a, b, c);
                pipeline.feed(shape[0], shape[1], shape[2], to, a, b, c);
            }
            var cost = pipeline.end();
            var what = "round " + round + " of seed " + seed + ", " + length + " instructions";
            assertEquals(simulated.end(), cost, what);
            if (steps) {
                assertEquals(stepped.end(), cost, what);
            }
        }
    }

    @Test
    void aLoneTrapCostsTwo() {
        var pipeline = new Pipeline();
        pipeline.begin();
        pipeline.feed(2, 1, 0, Pipeline.NO_DESTINATION, Pipeline.NO_SOURCE, Pipeline.NO_SOURCE, Pipeline.NO_SOURCE);
        assertEquals(2, pipeline.end());
    }
}
