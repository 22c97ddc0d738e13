package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.host.Backend;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The interpreter against native code over random programs. A difference names the seed of its program;
 * {@code scripts/fuzz.sh 1 SEED} runs that one again.
 */
class DifferentialTest {
    private static final long FIXED_SEED = 20261121;
    private static final int SHORT_RUN = 500;

    @ParameterizedTest
    @EnumSource
    void nativeDoesWhatTheInterpreterDoes(Metering metering) {
        run(metering, FIXED_SEED, SHORT_RUN);
        run(metering, System.nanoTime(), SHORT_RUN);
    }

    /** Cut into pieces of a few blocks each, which are compiled side by side and joined. */
    @ParameterizedTest
    @EnumSource
    void nativeDoesWhatTheInterpreterDoesInPieces(Metering metering) {
        System.setProperty("paddock.compiler.pieceSize", "50");
        try {
            run(metering, System.nanoTime(), SHORT_RUN);
        } finally {
            System.clearProperty("paddock.compiler.pieceSize");
        }
    }

    /** As many as asked for; {@code scripts/fuzz.sh} runs this one. */
    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void nativeDoesWhatTheInterpreterDoesForLong(Metering metering) {
        long seed = Long.getLong("paddock.fuzz.seed", System.nanoTime());
        run(metering, seed, Integer.getInteger("paddock.fuzz.programs", 100_000));
    }

    @Test
    void theSameSeedMakesTheSameProgram() {
        var one = new ProgramGenerator();
        var other = new ProgramGenerator();
        other.generate(1);
        for (int seed = 0; seed < 200; seed++) {
            GeneratedProgram a = one.generate(seed);
            GeneratedProgram b = other.generate(seed);
            assertEquals(a.toString(), b.toString());
            assertArrayEquals(a.container(), b.container());
            assertArrayEquals(a.registers(), b.registers());
        }
    }

    private static void run(Metering metering, long seed, int programs) {
        var config = EngineConfig.defaults().withTick(Duration.ofMillis(1));
        var interpreter = config.withBackend(Backend.INTERPRETER);
        var compiled = config.withBackend(Backend.NATIVE).withMetering(metering);
        var generator = new ProgramGenerator();
        long start = System.nanoTime();
        try (var differential = new Differential(interpreter, compiled)) {
            for (int i = 0; i < programs; i++) {
                assertEquals(Optional.empty(), differential.difference(generator.generate(seed + i)));
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.printf("%s metering: %d programs from seed %d in %d ms, %s%n",
                    metering, programs, seed, millis, differential.seen());
        }
    }
}
