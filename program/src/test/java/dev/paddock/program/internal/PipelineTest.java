package dev.paddock.program.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
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
        var random = new Random(20260101);
        var pipeline = new Pipeline();
        for (var round = 0; round < 4_000; round++) {
            var stepped = new SteppedPipeline();
            pipeline.begin();
            var length = 1 + random.nextInt(round % 4 == 0 ? 120 : 20);
            var kinds = 1 + random.nextInt(SHAPES.length);
            var registers = 1 + random.nextInt(13);
            var sourceless = random.nextInt(5);
            for (var i = 0; i < length; i++) {
                var d = random.nextInt(registers);
                var a = random.nextInt(4) < sourceless ? Pipeline.NO_SOURCE : random.nextInt(registers);
                var b = random.nextInt(4) < sourceless ? Pipeline.NO_SOURCE : random.nextInt(registers);
                var c = random.nextInt(4) != 0 ? Pipeline.NO_SOURCE : d;
                if (a != Pipeline.NO_SOURCE && random.nextInt(8) == 0) {
                    stepped.rename(d, a);
                    pipeline.rename(d, a);
                    continue;
                }
                var shape = SHAPES[random.nextInt(kinds)];
                var to = random.nextInt(4) == 0 ? Pipeline.NO_DESTINATION : d;
                stepped.feed(shape[0], shape[1], shape[2], to, a, b, c);
                pipeline.feed(shape[0], shape[1], shape[2], to, a, b, c);
            }
            assertEquals(stepped.end(), pipeline.end(), "round " + round + ", " + length + " instructions");
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
