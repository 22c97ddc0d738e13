package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.CostModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What gas and time limits promise, of code that a compiler made, natively beside the interpreter. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIf("dev.paddock.tests.Workers#available")
class GasPromisesTest {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final int SPIN_CALLS = 5;
    /** And some scheduling. On a busy machine that is a matter of luck: one call of some has to make it. */
    private static final Duration TWO_TICKS = TICK.multipliedBy(2).plusMillis(5);

    private static EngineConfig config(Backend backend, Metering metering) {
        return EngineConfig.defaults()
                .withBackend(backend)
                .withMetering(metering)
                .withTick(TICK)
                .withWorkers(1, 0);
    }

    private static Instance sampler(Engine engine, String isa, RealBlobs.NumberSource numbers) {
        return engine.load(RealBlobs.sampler(isa)).instantiate(RealBlobs.samplerImports(numbers));
    }

    // ---- asynchronous

    @Test
    void asynchronouslyAnEndlessLoopStopsWithinTwoTicks() {
        try (var engine = Engine.create(config(Backend.NATIVE, Metering.ASYNC));
                var instance = sampler(engine, "latest64", RealBlobs.NumberSource::ofReference)) {
            var fastest = Duration.ofDays(1);
            for (int i = 0; i < 20 && (i < SPIN_CALLS || fastest.compareTo(TWO_TICKS) > 0); i++) {
                instance.setGas(1000);
                var start = System.nanoTime();
                assertEquals(new Outcome.OutOfGas(), instance.invoke("spin"));
                var took = Duration.ofNanos(System.nanoTime() - start);
                assertTrue(instance.gas() < 0);
                fastest = took.compareTo(fastest) < 0 ? took : fastest;
            }
            System.out.println("asynchronous gas: endless loop stopped after " + fastest.toNanos() / 1000 + " us, tick "
                    + TICK.toMillis() + " ms");
            assertTrue(fastest.compareTo(TWO_TICKS) <= 0, "took " + fastest + " at best; a tick is " + TICK);
        }
    }

    /** Where the tick found it is chance: no backend tells, and none can go on from there. */
    @Test
    void asynchronouslyNobodyKnowsWhereGasRanOut() {
        for (var backend : Backend.values()) {
            try (var engine = Engine.create(config(backend, Metering.ASYNC));
                    var instance = sampler(engine, "latest64", RealBlobs.NumberSource::ofReference)) {
                instance.setGas(1000);
                assertEquals(new Outcome.OutOfGas(), instance.invoke("spin"));
                assertEquals(OptionalInt.empty(), instance.pc(), backend.toString());
                assertEquals(OptionalInt.empty(), instance.nextPc(), backend.toString());
                assertEquals(-1, Math.clamp(instance.gas(), -1, 0), backend.toString());
            }
        }
    }

    /** With each limit from nothing to more than enough the host sees the very same calls, in the same order. */
    @Test
    void theHostServesTheSameCallsInEachMode() {
        sameHostCalls(List.of("latest64"), 1);
    }

    @Test
    @Tag("long")
    void theHostServesTheSameCallsInEachModeAndInstructionSet() {
        sameHostCalls(List.of("latest64", "jam_v1", "revive_v1"), 0);
    }

    private static void sameHostCalls(List<String> isas, int thinning) {
        for (var isa : isas) {
            var served = new ArrayList<Integer>();
            RealBlobs.NumberSource numbers = index -> {
                served.add(index);
                return RealBlobs.NumberSource.ofReference(index);
            };
            try (var interpreted = Engine.create(config(Backend.INTERPRETER, Metering.SYNC));
                    var truth = sampler(interpreted, isa, numbers)) {
                var rounds = 30;
                var limits = new ArrayList<Integer>();
                for (int gas = 0; gas < cost(truth, rounds) + 12; gas += 1 + thinning) {
                    limits.add(gas);
                }
                var expected = limits.stream().map(gas -> hostCalls(truth, rounds, gas, served)).toList();
                assertTrue(new TreeSet<>(expected.stream().map(e -> e.served.size()).toList()).size() > rounds);
                for (var metering : List.of(Metering.SYNC, Metering.ASYNC, Metering.FLOAT)) {
                    try (var engine = Engine.create(config(Backend.NATIVE, metering));
                            var instance = sampler(engine, isa, numbers)) {
                        for (int i = 0; i < limits.size(); i++) {
                            var actual = hostCalls(instance, rounds, limits.get(i), served);
                            assertEquals(expected.get(i), actual, isa + ", " + metering.label() + ", gas " + limits.get(i));
                        }
                    }
                }
            }
        }
    }

    private record Served(List<Integer> served, Outcome outcome) {}

    private static Served hostCalls(Instance instance, int rounds, long gas, List<Integer> served) {
        served.clear();
        instance.setGas(gas);
        var outcome = instance.invoke("host_calls", rounds);
        return new Served(List.copyOf(served), outcome);
    }

    private static long cost(Instance instance, int rounds) {
        instance.setGas(1_000_000);
        instance.call("host_calls", rounds);
        return 1_000_000 - instance.gas();
    }

    // ---- deadlines

    @ParameterizedTest
    @CsvSource({
        "INTERPRETER, NONE", "INTERPRETER, SYNC", "INTERPRETER, ASYNC", "INTERPRETER, FLOAT",
        "NATIVE, NONE", "NATIVE, SYNC", "NATIVE, ASYNC", "NATIVE, FLOAT"
    })
    void deadlinesStopAnEndlessLoop(Backend backend, Metering metering) {
        try (var engine = Engine.create(config(backend, metering));
                var instance = sampler(engine, "latest64", RealBlobs.NumberSource::ofReference)) {
            instance.setTimeLimit(Duration.ofMillis(30));
            var start = System.nanoTime();
            assertEquals(new Outcome.DeadlineExceeded(), instance.invoke("spin"));
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofMillis(30)) >= 0, "stopped early, after " + took);
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "stopped late, after " + took);
            instance.setTimeLimit(Duration.ZERO);
            assertEquals(27, instance.call("add_numbers", 1, 10));
        }
    }

    // ---- exact

    @ParameterizedTest
    @EnumSource(value = Metering.class, names = {"SYNC", "FLOAT"})
    void gasIsExactAroundTheTrueCostOfEachCall(Metering metering) throws Exception {
        sweep("latest64", metering, CostModel.NAIVE, 12);
    }

    @ParameterizedTest
    @EnumSource(value = Metering.class, names = {"SYNC", "FLOAT"})
    @Tag("long")
    void gasIsExactAroundTheTrueCostOfEachCallInEachCostModelAndInstructionSet(Metering metering) throws Exception {
        for (var isa : List.of("latest64", "jam_v1", "revive_v1")) {
            for (var model : CostModel.values()) {
                sweep(isa, metering, model, 60);
            }
        }
    }

    private static void sweep(String isa, Metering metering, CostModel model, int spread) throws Exception {
        int limits = 0;
        try (var natively = Engine.create(config(Backend.NATIVE, metering).withCostModel(model));
                var interpreted = Engine.create(config(Backend.INTERPRETER, Metering.SYNC).withCostModel(model));
                var instance = sampler(natively, isa, RealBlobs.NumberSource::ofReference);
                var truth = sampler(interpreted, isa, RealBlobs.NumberSource::ofReference)) {
            for (var call : calls(isa)) {
                var cost = cost(truth, call);
                for (long gas : limits(cost, spread)) {
                    var expected = end(truth, call, gas);
                    assertEquals(expected, end(instance, call, gas),
                            () -> "%s, %s, %s: %s with gas %d of %d".formatted(isa, metering, model, call, gas, cost));
                    limits++;
                }
            }
        }
        System.out.printf("exact gas, %s, %s, %s: %d limits%n", isa, metering.label(), model.label(), limits);
        assertTrue(limits > 50);
    }

    private record Call(String export, List<Long> arguments) {
        long[] array() {
            return arguments.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private static List<Call> calls(String isa) throws Exception {
        var file = Path.of("src/test/resources/programs/sampler." + isa + ".calls.json").toFile();
        var calls = new ArrayList<Call>();
        for (JsonNode call : new ObjectMapper().readTree(file).get("calls")) {
            var arguments = new ArrayList<Long>();
            call.get("args").forEach(argument -> arguments.add(argument.asLong()));
            calls.add(new Call(call.get("call").asText(), arguments));
        }
        return calls.stream().distinct().toList();
    }

    private static long cost(Instance instance, Call call) {
        // spin has no true cost: any amount is used up.
        var ample = call.export.equals("spin") ? 1000 : 1L << 40;
        instance.reset();
        instance.setGas(ample);
        instance.invoke(call.export, call.array());
        return ample - instance.gas();
    }

    private static TreeSet<Long> limits(long cost, int spread) {
        var random = new SplittableRandom(cost);
        var limits = new TreeSet<Long>();
        for (long gas = Math.max(0, cost - 3); gas <= cost + 3; gas++) {
            limits.add(gas);
        }
        for (int i = 0; i < spread; i++) {
            limits.add(random.nextLong(cost + 1));
        }
        return limits;
    }

    private record End(Outcome outcome, long gas, String pc, String registers) {}

    private static End end(Instance instance, Call call, long gas) {
        instance.reset();
        instance.setGas(gas);
        var outcome = instance.invoke(call.export, call.array());
        return new End(
                outcome, instance.gas(), instance.pc() + ", next " + instance.nextPc(),
                Arrays.toString(instance.registers()));
    }
}
