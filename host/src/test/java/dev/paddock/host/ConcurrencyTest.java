package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;

/** Many instances, many threads. */
@Timeout(60)
class ConcurrencyTest {
    @OnEveryBackend({Metering.SYNC, Metering.ASYNC})
    void threadsWithInstancesOfTheirOwnDoNotDisturbEachOther(Engine engine) throws Exception {
        var module = engine.compile(Guests.assemble(Guests.BASICS));
        try (var threads = Executors.newFixedThreadPool(6)) {
            var all = new ArrayList<Future<?>>();
            for (int t = 0; t < 6; t++) {
                long mine = t;
                all.add(threads.submit(() -> {
                    for (int round = 0; round < 5; round++) {
                        try (var instance = module.instantiate()) {
                            for (long i = 1; i <= 200; i++) {
                                assertEquals(mine + i, instance.call("add", mine, i));
                                assertEquals(i, instance.call("count"));
                            }
                        }
                    }
                }));
            }
            for (var each : all) {
                each.get();
            }
        }
    }

    @OnEveryBackend({Metering.SYNC, Metering.FLOAT})
    void asynchronousCallsOfOneInstanceKeepTheirOrder(Engine engine) throws Exception {
        try (var instance = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
            var calls = new ArrayList<CompletableFuture<Long>>();
            for (int i = 0; i < 100; i++) {
                calls.add(instance.callAsync("count"));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(i + 1, calls.get(i).get());
            }
            var failed = instance.callAsync("fail");
            assertTrue(assertThrows(ExecutionException.class, failed::get).getCause() instanceof GuestTrapException);
            assertEquals(101, instance.callAsync("count").get());
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void asynchronousCallsOfManyInstancesRunSideBySide(Engine engine) throws Exception {
        var module = engine.compile(Guests.assemble(Guests.BASICS));
        var instances = new ArrayList<Instance>();
        var spinning = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < 4; i++) {
            var instance = module.instantiate();
            instances.add(instance);
            spinning.add(instance.callAsync("spin"));
        }
        try (var last = module.instantiate()) {
            assertEquals(3, last.callAsync("add", 1, 2).get());
        }
        spinning.forEach(call -> call.cancel(true));
        for (var instance : instances) {
            assertEquals(7, instance.callAsync("add", 3, 4).get());
            instance.close();
        }
    }
}
