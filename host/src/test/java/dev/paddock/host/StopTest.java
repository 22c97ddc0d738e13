package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;

/** Stopping programs that don't stop by themselves. */
@Timeout(60)
class StopTest {
    /** Tells that it runs, then spins, counting in a0. */
    private static final String ENDLESS = """
            pub @main:
            ecalli 0
            @again:
            a0 = a0 + 1
            jump @again
            pub @add:
            a0 = a0 + a1
            ret
            """;

    private static Instance endless(Engine engine, CountDownLatch started) {
        var imports = new Imports().defineVoid("started", caller -> started.countDown());
        return engine.compile(Guests.assemble(ENDLESS, "started")).instantiate(imports);
    }

    @OnEveryBackend
    void deadlinesStopEndlessLoopsAndTheCallCanGoOn(Engine engine) {
        try (var instance = endless(engine, new CountDownLatch(1))) {
            instance.setTimeLimit(Duration.ofMillis(20));
            assertEquals(new Outcome.DeadlineExceeded(), instance.invoke("main"));
            var sofar = instance.register(Instance.A0);
            assertTrue(sofar > 0);
            assertEquals(new Outcome.DeadlineExceeded(), instance.run());
            assertTrue(instance.register(Instance.A0) > sofar);
            assertThrows(DeadlineExceededException.class, () -> instance.call("main"));
            assertEquals(3, instance.call("add", 1, 2));
        }
    }

    @OnEveryBackend
    void theTimeOfHostFunctionsCounts(Engine engine) {
        var imports = new Imports().defineVoid("started", caller -> Thread.sleep(50));
        try (var instance = engine.compile(Guests.assemble(ENDLESS, "started")).instantiate(imports)) {
            instance.setTimeLimit(Duration.ofMillis(10));
            assertEquals(new Outcome.DeadlineExceeded(), instance.invoke("main"));
            assertEquals(0, instance.register(Instance.A0));
        }
    }

    @OnEveryBackend
    void interruptsStopAtAnInstructionBoundary(Engine engine) throws Exception {
        var started = new CountDownLatch(1);
        try (var instance = endless(engine, started)) {
            var outcome = CompletableFuture.supplyAsync(() -> instance.invoke("main"));
            started.await();
            instance.interrupt();
            assertEquals(new Outcome.Interrupted(), outcome.get());
            assertTrue(instance.nextPc().isPresent());
            instance.interrupt();
            assertEquals(3, instance.call("add", 1, 2));
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void interruptedOrNotTheResultIsTheSame(Engine engine) throws Exception {
        var program = Guests.assemble(Guests.BASICS);
        try (var instance = engine.compile(program).instantiate()) {
            var rounds = 1_000_000L;
            var done = new AtomicBoolean();
            var nag = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    instance.interrupt();
                    Thread.onSpinWait();
                }
            });
            // On a busy machine a run may well be over before the other thread gets its turn.
            for (int interrupts = 0; interrupts == 0; ) {
                instance.setGas(4 * rounds);
                instance.prepareCall("work", rounds);
                var outcome = instance.run();
                while (outcome instanceof Outcome.Interrupted) {
                    interrupts++;
                    outcome = instance.run();
                }
                assertEquals(new Outcome.Finished(3 * rounds), outcome);
                assertEquals(4 * rounds - (2 + 3 * rounds + 2), instance.gas());
            }
            done.set(true);
            nag.join();
        }
    }

    @OnEveryBackend
    void cancellingAFutureInterruptsTheGuest(Engine engine) throws Exception {
        var started = new CountDownLatch(1);
        try (var instance = endless(engine, started)) {
            var running = instance.callAsync("main");
            var waiting = instance.callAsync("main");
            var after = instance.callAsync("add", 20, 22);
            started.await();
            assertTrue(waiting.cancel(true));
            assertFalse(after.isDone());
            assertTrue(running.cancel(true));
            assertThrows(CancellationException.class, running::join);
            assertEquals(42, after.get(10, TimeUnit.SECONDS));
        }
    }

    @OnEveryBackend
    void closingTheEngineEndsCallsThatRun(Engine engine) throws Exception {
        var started = new CountDownLatch(2);
        var one = endless(engine, started);
        var other = endless(engine, started);
        var direct = CompletableFuture.supplyAsync(() -> one.call("main"));
        var onALane = other.callAsync("main");
        started.await();
        engine.close();
        assertInstanceOf(
                EngineClosedException.class,
                assertThrows(ExecutionException.class, () -> direct.get(10, TimeUnit.SECONDS)).getCause());
        assertInstanceOf(
                EngineClosedException.class,
                assertThrows(ExecutionException.class, () -> onALane.get(10, TimeUnit.SECONDS)).getCause());
        assertThrows(EngineClosedException.class, () -> one.call("add", 1, 2));
        assertThrows(EngineClosedException.class, () -> engine.compile(Guests.assemble(ENDLESS)));
    }

    @OnEveryBackend
    void closingAnInstanceEndsItsCallOnly(Engine engine) throws Exception {
        var started = new CountDownLatch(1);
        var instance = endless(engine, started);
        var call = CompletableFuture.supplyAsync(() -> instance.call("main"));
        started.await();
        instance.close();
        assertInstanceOf(
                EngineClosedException.class,
                assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS)).getCause());
        try (var other = endless(engine, started)) {
            assertEquals(3, other.call("add", 1, 2));
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void useByTwoThreadsIsNoticed(Engine engine) throws Exception {
        var started = new CountDownLatch(1);
        try (var instance = endless(engine, started)) {
            var call = CompletableFuture.supplyAsync(() -> instance.invoke("main"));
            started.await();
            assertThrows(InstanceBusyException.class, () -> instance.call("add", 1, 2));
            assertThrows(InstanceBusyException.class, () -> instance.register(7));
            assertThrows(InstanceBusyException.class, () -> instance.memory());
            instance.interrupt();
            assertEquals(new Outcome.Interrupted(), call.get());
            assertEquals(3, instance.call("add", 1, 2));
        }
    }
}
