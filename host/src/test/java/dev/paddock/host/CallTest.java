package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

/** Calling exports. */
class CallTest {
    @OnEveryBackend
    void argumentsAndResultsAreRegisters(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            assertEquals(42, instance.call("add", 40, 2));
            assertEquals(-1, instance.call("add", Long.MAX_VALUE, Long.MIN_VALUE));
            assertEquals(45, instance.call("sum9", 1, 2, 3, 4, 5, 6, 7, 8, 9));
            assertEquals(new Outcome.Finished(5), instance.invoke("add", 2, 3));
            var add = instance.function("add");
            assertEquals(7, add.call(3, 4));
            assertEquals(-7, add.callInt(-3, -4));
            assertTrue(add.callBoolean(0, 1));
        }
    }

    @OnEveryBackend
    void memoryOutlivesCallsAndResetRestoresIt(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            assertEquals(1, instance.call("count"));
            assertEquals(2, instance.call("count"));
            assertEquals(2, instance.memory().readLong(0x20000));
            instance.reset();
            assertEquals(0, instance.memory().readLong(0x20000));
            assertEquals(1, instance.call("count"));
        }
    }

    @OnEveryBackend
    void instancesOfOneModuleShareNothing(Engine engine) {
        var module = engine.compile(Guests.assemble(Guests.BASICS));
        try (var one = module.instantiate();
                var other = module.instantiate()) {
            assertEquals(1, one.call("count"));
            assertEquals(2, one.call("count"));
            assertEquals(1, other.call("count"));
        }
        try (var third = module.instantiate()) {
            assertEquals(1, third.call("count"));
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void misuseIsNamed(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            var none = assertThrows(NoSuchExportException.class, () -> instance.call("nope"));
            var message = String.valueOf(none.getMessage());
            assertTrue(message.contains("\"nope\"") && message.contains("\"add\""));
            assertThrows(IllegalArgumentException.class, () -> instance.call("add", new long[10]));
            assertThrows(IllegalStateException.class, instance::run);
            assertEquals(42, instance.call("add", 40, 2));
        }
    }

    @OnEveryBackend
    void panicsAreTypedAndTheInstanceStaysUsable(Engine engine) {
        var program = Guests.assemble(Guests.BASICS);
        try (var instance = engine.compile(program).instantiate()) {
            var pc = program.export("fail").orElseThrow().pc();
            var trap = assertThrows(GuestTrapException.class, () -> instance.call("fail"));
            assertEquals(pc, trap.pc());
            assertEquals(Optional.empty(), trap.sourceLine());
            assertEquals(new Outcome.Panic(pc), instance.invoke("fail"));
            assertEquals(pc, instance.pc().orElseThrow());
            assertTrue(instance.nextPc().isEmpty());
            assertThrows(IllegalStateException.class, instance::run);
            assertEquals(
                    new Outcome.Panic(program.export("wild").orElseThrow().pc()), instance.invoke("wild"));
            assertEquals(42, instance.call("add", 40, 2));
        }
    }

    @OnEveryBackend
    void theHeapGrowsFromBothSides(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            assertEquals(0x20008, instance.call("grow", 0));
            assertEquals(0x20008 + 0x10000, instance.call("grow", 0x10000));
            instance.memory().writeLong(0x30000, 77);
            assertEquals(77, instance.memory().readLong(0x30000));
            assertEquals(0x30008 + 0x8000, instance.memory().sbrk(0x8000));
            instance.memory().writeLong(0x37ff8, 78);
            assertEquals(0x38008, instance.call("grow", 0));
            assertEquals(0, instance.call("grow", 0xffff_ffffL));
            instance.reset();
            assertEquals(0x20008, instance.call("grow", 0));
            assertThrows(MemoryAccessException.class, () -> instance.memory().readLong(0x30000));
        }
    }

    @OnEveryBackend
    void auxiliaryDataIsTheHostsToWriteAndToCutShort(Engine engine) {
        var source = """
                pub @load:
                a0 = u64 [a0]
                ret
                pub @store:
                u64 [a0] = a1
                ret
                """;
        var module = engine.compile(Guests.assemble(source));
        for (int round = 0; round < 2; round++) {
            try (var instance = module.instantiate(new Imports(), 0x3000)) {
                var aux = 0xfffe_0000L;
                assertEquals(0, instance.call("load", aux + 0x2ff8));
                instance.memory().writeLong(aux + 0x2ff8, 42);
                assertEquals(42, instance.call("load", aux + 0x2ff8));
                assertThrows(GuestTrapException.class, () -> instance.call("store", aux, 1));
                instance.memory().setAccessibleAuxSize(0x1001);
                assertThrows(GuestTrapException.class, () -> instance.call("load", aux + 0x2ff8));
                assertEquals(0, instance.call("load", aux + 0x1ff8));
                instance.reset();
                assertEquals(0, instance.call("load", aux + 0x2ff8));
                assertThrows(IllegalArgumentException.class, () -> instance.memory().setAccessibleAuxSize(0x3001));
            }
        }
    }
}
