package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A program that a compiler made, against what the reference gave for it. */
class SamplerTest {
    @OnEveryBackend
    void resultsEqualTheReference(Engine engine) {
        var console = new StringBuilder();
        try (var instance = engine.compile(Guests.sampler("latest64")).instantiate(Guests.samplerImports(console))) {
            assertEquals(21, instance.call("hello"));
            assertEquals("hello from the guest\n", console.toString());
            assertEquals(27, instance.call("add_numbers", 1, 10));
            assertEquals(42, instance.call("count"));
            assertEquals(43, instance.call("count"));
            assertEquals(2880067194370816120L, instance.call("fibonacci", 90));
            assertEquals(6765, instance.call("fibonacci_recursive", 20));
            assertEquals(6542, instance.call("primes", 65536));
            assertEquals(2226425766391029222L, instance.call("sort", 12345, 4096));
            assertEquals(3994640485214707823L, instance.call("arithmetic", 1000));
            assertEquals(8903362782602577190L, instance.call("bytecode", 10000));
            assertEquals(332840500, instance.call("host_calls", 1000));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC, Metering.FLOAT})
    void gasLeftEqualsTheReference(Engine engine) {
        var imports = Guests.samplerImports(new StringBuilder());
        try (var instance = engine.compile(Guests.sampler("latest64")).instantiate(imports)) {
            instance.setGas(1_000_000);
            instance.call("hello");
            assertEquals(999_988, instance.gas());
            instance.setGas(100_000_000);
            instance.call("fibonacci_recursive", 20);
            assertEquals(99_781_078, instance.gas());
            instance.setGas(100_000_000);
            instance.call("host_calls", 1000);
            assertEquals(99_991_984, instance.gas());
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void outOfGasLeavesTheRestInTheCounter(Engine engine) {
        var imports = Guests.samplerImports(new StringBuilder());
        try (var instance = engine.compile(Guests.sampler("latest64")).instantiate(imports)) {
            instance.setGas(100);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("fibonacci", 90));
            assertEquals(0, instance.gas());
            instance.setGas(1_000_000);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("spin"));
            assertEquals(42, run(instance, 1_000_000, "count"));
        }
    }

    @OnEveryBackend
    void panicsNameTheSourceLine(Engine engine) {
        var imports = Guests.samplerImports(new StringBuilder());
        try (var instance = engine.compile(Guests.sampler("latest64")).instantiate(imports)) {
            assertInstanceOf(Outcome.Panic.class, instance.invoke("peek", 131072));
            var trap = assertThrows(GuestTrapException.class, () -> instance.call("poke", 0, 1));
            assertTrue(trap.sourceLine().orElse("").contains("poke"), trap.getMessage());
            assertInstanceOf(Outcome.Panic.class, instance.invoke("recurse_forever", 0));
            assertEquals(27, instance.call("add_numbers", 1, 10));
        }
    }

    @OnEveryBackend
    void otherInstructionSetsGiveTheSame(Engine engine) {
        for (var isa : new String[] {"jam_v1", "revive_v1"}) {
            var imports = Guests.samplerImports(new StringBuilder());
            try (var instance = engine.compile(Guests.sampler(isa)).instantiate(imports)) {
                assertEquals(8903362782602577190L, instance.call("bytecode", 10000), isa);
                assertEquals(332840500, instance.call("host_calls", 1000), isa);
            }
        }
    }

    private static long run(Instance instance, long gas, String export) {
        instance.setGas(gas);
        return instance.call(export);
    }
}
