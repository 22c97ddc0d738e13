package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.service.internal.work.OneShot;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each way to end is judged as, on every backend alike. */
@Timeout(60)
class VerdictsTest {
    private static final long GAS = 1_000_000;

    static java.util.List<String> backends() {
        return Running.backends();
    }

    private static Verdict run(String backend, byte[] code, byte[] parameters, long gas, Duration deadline) {
        var config = EngineConfig.defaults()
                .withBackend(backend.equals("native") ? Backend.NATIVE : Backend.INTERPRETER)
                .withWorkers(1, 0);
        try (var engine = Engine.create(config)) {
            return OneShot.run(engine.load(code), parameters, gas, deadline);
        }
    }

    private static Verdict run(String backend, byte[] code) {
        return run(backend, code, new byte[] {1, 0, 0, 0}, GAS, Duration.ofSeconds(10));
    }

    private static void assertInvalid(Verdict.Reason reason, Verdict verdict) {
        assertEquals(reason, assertInstanceOf(Verdict.Invalid.class, verdict).reason(), verdict::toString);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aGoodBlockOfTheAdderIsValid(String backend) {
        var parent = AdderProgram.Head.genesis();
        var verdict = run(
                backend, AdderProgram.blob(), AdderProgram.parameters(parent, 0, 42), GAS, Duration.ofSeconds(10));
        var valid = assertInstanceOf(Verdict.Valid.class, verdict, verdict::toString);
        assertArrayEquals(parent.next(0, 42).encode(), valid.result().headData());
        assertEquals(7, valid.result().hrmpWatermark());
        assertTrue(valid.gasUsed() > 5000 && valid.gasUsed() < GAS, () -> "gas " + valid.gasUsed());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBlockThatLiesAboutTheStateIsInvalid(String backend) {
        var parent = AdderProgram.Head.genesis();
        var verdict = run(
                backend, AdderProgram.blob(), AdderProgram.parameters(parent, 1, 42), GAS, Duration.ofSeconds(10));
        assertInvalid(Verdict.Reason.PANIC, verdict);
        assertTrue(((Verdict.Invalid) verdict).pc().isPresent());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void badGuestsAreInvalidAndNeverInternal(String backend) {
        assertInvalid(Verdict.Reason.PANIC, run(backend, Programs.trap()));
        assertInvalid(Verdict.Reason.PANIC, run(backend, Programs.hostCall()));
        assertInvalid(Verdict.Reason.BAD_OUTPUT, run(backend, Programs.resultOutside()));
        assertInvalid(Verdict.Reason.BAD_OUTPUT, run(backend, Programs.resultTooLong()));
        assertInvalid(Verdict.Reason.BAD_OUTPUT, run(backend, Programs.resultNoScale()));
        assertInvalid(Verdict.Reason.OUT_OF_GAS, run(backend, Programs.endless()));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void timeIsNoJudge(String backend) {
        var verdict = run(backend, Programs.endless(), new byte[0], 1L << 51, Duration.ofMillis(50));
        assertEquals(
                Verdict.Doubt.DEADLINE,
                assertInstanceOf(Verdict.PossiblyInvalid.class, verdict).doubt());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void parametersThatDoNotFitAreInvalid(String backend) {
        var verdict = run(backend, Programs.leavingNoRoom(), new byte[] {1}, GAS, Duration.ofSeconds(10));
        assertInvalid(Verdict.Reason.BAD_PARAMETERS, verdict);
    }
}
