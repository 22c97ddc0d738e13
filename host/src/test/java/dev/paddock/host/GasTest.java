package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What gas promises. */
class GasTest {
    /** work(n): 1 + n rounds of 3 + 2 instructions. */
    private static final long ROUNDS = 1000;
    private static final long COST = 2 + 3 * ROUNDS + 2;

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC, Metering.FLOAT})
    void aCallCostsItsInstructions(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            instance.setGas(1_000_000);
            assertEquals(3 * ROUNDS, instance.call("work", ROUNDS));
            assertEquals(1_000_000 - COST, instance.gas());
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC, Metering.FLOAT})
    void exactlyEnoughIsEnough(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            instance.setGas(COST);
            assertEquals(3 * ROUNDS, instance.call("work", ROUNDS));
            assertEquals(0, instance.gas());
            instance.setGas(COST - 1);
            assertThrows(OutOfGasException.class, () -> instance.call("work", ROUNDS));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void outOfGasStopsBeforeTheBlockAndResumesWhereItStopped(Engine engine) {
        var program = Guests.assemble(Guests.BASICS);
        try (var instance = engine.compile(program).instantiate()) {
            for (long gas = 0; gas < 20; gas++) {
                instance.setGas(gas);
                instance.prepareCall("work", 5);
                var runs = 1;
                while (instance.run() instanceof Outcome.OutOfGas) {
                    assertEquals(instance.pc(), instance.nextPc());
                    assertTrue(instance.gas() >= 0 && instance.gas() < 3);
                    instance.addGas(1);
                    runs++;
                }
                assertEquals(15, instance.register(Instance.A0));
                assertEquals(0, gas + runs - 1 - (2 + 3 * 5 + 2) - instance.gas());
            }
        }
    }

    @OnEveryBackend(Metering.ASYNC)
    void asynchronousOutOfGasStopsAnEndlessLoop(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            instance.setGas(1_000_000);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("spin"));
            assertTrue(instance.gas() < 0);
            assertThrows(IllegalStateException.class, instance::run);
            instance.setGas(100);
            assertEquals(3, instance.call("add", 1, 2));
            assertEquals(98, instance.gas());
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT, Metering.ASYNC})
    void noHostCallIsServedAfterGasRanOut(Engine engine) {
        var source = """
                pub @main:
                a1 = 0
                @round:
                ecalli 0
                a1 = a1 + 1
                jump @round
                """;
        var served = new int[1];
        var imports = new Imports().defineVoid("tick", caller -> served[0]++);
        try (var instance =
                engine.compile(Guests.assemble(source, "tick")).instantiate(imports)) {
            instance.setGas(2 + 3 * 50 + 2);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("main"));
            assertEquals(50, served[0]);
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void memsetCostsItsBytesAndResumes(Engine engine) {
        var source = """
                %rw_data_size = 8192
                pub @fill:
                [a0..a0 + a2] = u8 a1
                ret
                """;
        try (var instance = engine.compile(Guests.assemble(source)).instantiate()) {
            instance.setGas(1000);
            instance.call("fill", 0x20000, 7, 900);
            assertEquals(98, instance.gas());
            instance.setGas(102);
            instance.prepareCall("fill", 0x20000, 9, 150);
            assertEquals(new Outcome.OutOfGas(), instance.run());
            assertEquals(0, instance.gas());
            assertEquals(0x20064, instance.register(Instance.A0));
            assertEquals(50, instance.register(Instance.A0 + 2));
            assertEquals(instance.pc(), instance.nextPc());
            assertEquals(9, instance.memory().readByte(0x20063));
            assertEquals(7, instance.memory().readByte(0x20064));
            instance.setGas(50);
            assertEquals(new Outcome.Finished(0x20096), instance.run());
            assertEquals(0, instance.gas());
            assertEquals(9, instance.memory().readByte(0x20095));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void memsetIntoTheVoidRefundsWhatItDidNotWrite(Engine engine) {
        var source = """
                %rw_data_size = 8192
                pub @fill:
                [a0..a0 + a2] = u8 a1
                ret
                """;
        var program = Guests.assemble(source);
        try (var instance = engine.compile(program).instantiate()) {
            instance.setGas(1000);
            assertEquals(
                    new Outcome.Panic(program.export("fill").orElseThrow().pc()),
                    instance.invoke("fill", 0x20000 + 8192 - 100, 7, 500));
            assertEquals(1000 - 2 - 100, instance.gas());
            assertEquals(0x20000 + 8192, instance.register(Instance.A0));
            assertEquals(400, instance.register(Instance.A0 + 2));
            assertEquals(7, instance.memory().readByte(0x20000 + 8191));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void aRunWithNegativeGasDoesNothing(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            instance.setGas(-5);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("add", 1, 2));
            assertEquals(-5, instance.gas());
            assertEquals(1, instance.register(Instance.A0));
        }
    }
}
