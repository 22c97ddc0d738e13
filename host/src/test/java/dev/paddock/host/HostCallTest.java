package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What programs call in the host. */
class HostCallTest {
    private static final String CALLS = """
            %rw_data_size = 16
            pub @once:
            ecalli 0
            ret
            pub @twice:
            s0 = ra
            ecalli 0
            ecalli 1
            ra = s0
            ret
            pub @post:
            ecalli 1
            a0 = a0 + 1
            ecalli 1
            a0 = a0 + 1
            ret
            """;

    private static Module module(Engine engine) {
        return engine.compile(Guests.assemble(CALLS, "first", "second"));
    }

    @OnEveryBackend
    void argumentsComeInOrderAndResultsGoBack(Engine engine) {
        var module = module(engine);
        check(module, 0, i -> i.define("first", () -> 100));
        check(module, 1, i -> i.define("first", (long a) -> 100 + a));
        check(module, 12, i -> i.define("first", (a, b) -> 100 + 10 * a + b));
        check(module, 123, i -> i.define("first", (a, b, c) -> 100 + 100 * a + 10 * b + c));
        check(module, 1234, i -> i.define("first", (a, b, c, d) -> 100 + 1000 * a + 100 * b + 10 * c + d));
        check(module, 12345, i -> i.define("first", (a, b, c, d, e) ->
                100 + 10000 * a + 1000 * b + 100 * c + 10 * d + e));
        check(module, 123456, i -> i.define("first", (a, b, c, d, e, f) ->
                100 + 100000 * a + 10000 * b + 1000 * c + 100 * d + 10 * e + f));
    }

    private static void check(Module module, long expected, java.util.function.UnaryOperator<Imports> first) {
        try (var instance = module.instantiate(first.apply(new Imports().define("second", () -> 0)))) {
            assertEquals(100 + expected, instance.call("once", 1, 2, 3, 4, 5, 6));
        }
    }

    @OnEveryBackend
    void functionsReachMemoryAndGasOfTheirCaller(Engine engine) {
        var imports = new Imports()
                .defineWithCaller("first", (caller, address) -> {
                    caller.memory().writeLong(address, 4711);
                    return caller.memory().readLong(address) + 1;
                })
                .defineVoid("second", caller -> assertSame(caller.instance().module(), caller.instance().module()));
        try (var instance = module(engine).instantiate(imports)) {
            assertEquals(4712, instance.call("twice", 0x20008));
            assertEquals(4711, instance.memory().readLong(0x20008));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC, Metering.FLOAT})
    void functionsMayChargeGas(Engine engine) {
        var imports = new Imports()
                .defineVoid("first", caller -> caller.consumeGas(1000))
                .defineVoid("second", caller -> caller.consumeGas(1000));
        try (var instance = module(engine).instantiate(imports)) {
            instance.setGas(2010);
            instance.call("twice");
            assertEquals(2010 - 2000 - 5, instance.gas());
            instance.setGas(1500);
            assertEquals(new Outcome.OutOfGas(), instance.invoke("twice"));
            assertTrue(instance.gas() < 0);
        }
    }

    @OnEveryBackend
    void whatAFunctionThrowsReachesTheCallerUnchanged(Engine engine) {
        var thrown = new IOException("disk full");
        var calls = new ArrayList<Long>();
        var imports = new Imports()
                .define("first", (long a) -> {
                    calls.add(a);
                    if (a == 1) {
                        throw thrown;
                    }
                    return a;
                })
                .define("second", (long a) -> a);
        var program = Guests.assemble(CALLS, "first", "second");
        try (var instance = engine.compile(program).instantiate(imports)) {
            assertSame(thrown, assertThrows(IOException.class, () -> instance.call("once", 1)));
            assertEquals(program.export("once").orElseThrow().pc(), instance.pc().orElseThrow());
            assertEquals(1, instance.register(Instance.A0));
            assertEquals(new Outcome.Finished(1), instance.runServing());
            assertEquals(2, instance.call("once", 2));
            assertEquals(List.of(1L, 2L), calls);
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void missingImportsAreNamed(Engine engine) {
        var imports = new Imports().define("first", () -> 0);
        var missing = assertThrows(UnlinkedImportException.class, () -> module(engine).instantiate(imports));
        assertTrue(String.valueOf(missing.getMessage()).contains("\"second\""));
    }

    @OnEveryBackend
    void missingImportsMayPanicWhenCalled(Engine engine) {
        var imports = new Imports().define("first", (long a) -> a).trapUnlinked();
        try (var instance = module(engine).instantiate(imports)) {
            assertEquals(3, instance.call("once", 3));
            var trap = assertThrows(GuestTrapException.class, () -> instance.call("twice", 3));
            assertEquals(trap.pc(), instance.pc().orElseThrow());
            assertTrue(instance.nextPc().isEmpty());
        }
    }

    @OnEveryBackend
    void numbersThatAreNotImportedComeAsOutcomes(Engine engine) {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            assertEquals(new Outcome.HostCall(7), instance.invoke("host", 5));
            assertThrows(UnservedHostCallException.class, () -> instance.call("host", 5));
            instance.setRegister(Instance.A0, 9);
            assertEquals(new Outcome.Finished(10), instance.run());
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void aFunctionMayNotRunItsCaller(Engine engine) {
        var imports = new Imports()
                .defineWithCaller("first", caller -> caller.instance().call("once"))
                .define("second", () -> 0);
        try (var instance = module(engine).instantiate(imports)) {
            assertThrows(InstanceBusyException.class, () -> instance.call("once"));
        }
    }

    @OnEveryBackend
    void annotatedMethodsAreFunctions(Engine engine) {
        var object = new Annotated();
        try (var instance = module(engine).instantiate(new Imports().defineAll(object))) {
            assertEquals(-5, instance.call("once", 5));
            assertEquals(1, instance.call("twice", -0x1_0000_0003L));
            assertEquals(List.of("5", "-3", "3 true"), object.seen);
        }
    }

    /** Methods as an embedder writes them. */
    public static final class Annotated {
        final List<String> seen = new ArrayList<>();

        @HostFunction
        public int first(int a) {
            seen.add("" + a);
            return -a;
        }

        @HostFunction("second")
        public boolean other(Caller caller, long a, boolean b) {
            seen.add(a + " " + !b);
            return caller.memory().isReadable(0x20000, 16);
        }
    }

    @OnEveryBackend
    void oneWayCallsArriveInOrder(Engine engine) {
        var posted = new ArrayList<Long>();
        var imports = new Imports()
                .define("first", () -> 0)
                .defineVoid("second", (caller, a) -> posted.add(a));
        var module = engine.compile(Guests.assemble(CALLS, "first", "second"), Set.of("second"));
        try (var instance = module.instantiate(imports)) {
            for (long i = 0; i < 100; i++) {
                assertEquals(10 * i + 2, instance.call("post", 10 * i));
                assertEquals(List.of(10 * i, 10 * i + 1), posted);
                posted.clear();
            }
        }
    }
}
