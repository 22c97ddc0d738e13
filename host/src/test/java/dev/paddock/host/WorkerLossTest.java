package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.worker.WorkerLostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers die: one call fails, with a clear error, and nothing else. */
@Timeout(120)
class WorkerLossTest {
    private static final EngineConfig CONFIG =
            EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(8, 0);

    @BeforeEach
    void needsWorkers() {
        Assumptions.assumeTrue(BackendProvider.hasWorkers(), "no native workers here");
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Kills the workers that have come since. */
    private static void killAllBut(Set<Long> before) {
        ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static Instance instance(Engine engine, CountDownLatch started) {
        var imports = new Imports().defineVoid("started", caller -> started.countDown());
        var source = """
                pub @spin:
                ecalli 0
                @again:
                jump @again
                pub @add:
                a0 = a0 + a1
                ret
                """;
        return engine.compile(Guests.assemble(source, "started")).instantiate(imports);
    }

    @Test
    void aKilledWorkerIsOneFailedCall() throws Exception {
        var before = children();
        try (var engine = Engine.create(CONFIG)) {
            var started = new CountDownLatch(1);
            var victim = instance(engine, started);
            var call = CompletableFuture.supplyAsync(() -> victim.call("spin"));
            started.await();
            killAllBut(before);
            var failure = assertThrows(ExecutionException.class, () -> call.get(20, TimeUnit.SECONDS));
            assertInstanceOf(WorkerLostException.class, failure.getCause());
            assertThrows(WorkerLostException.class, () -> victim.call("add", 1, 2));
            try (var next = instance(engine, started)) {
                assertEquals(3, next.call("add", 1, 2));
            }
            victim.close();
        }
    }

    @Test
    void workersThatDieIdleAreReplacedUnnoticed() {
        var before = children();
        try (var engine = Engine.create(CONFIG)) {
            instance(engine, new CountDownLatch(1)).close();
            killAllBut(before);
            // Of another module, which the worker would have to load: one that was in use a moment ago is not looked after.
            try (var next = engine.compile(Guests.assemble(Guests.BASICS)).instantiate()) {
                assertEquals(3, next.call("add", 1, 2));
            }
        }
    }

    @Test
    void noWorkerOutlivesItsEngine() {
        var before = children();
        try (var engine = Engine.create(CONFIG)) {
            assertEquals(3, instance(engine, new CountDownLatch(1)).call("add", 1, 2));
            assertTrue(children().size() > before.size());
        }
        var left = new HashSet<>(children());
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }

    @Test
    void descriptorsStayTheSameOverManyLosses() throws Exception {
        descriptorsStayTheSame(200, 10);
    }

    @Test
    @Tag("long")
    void descriptorsStayTheSameOverTenThousandCalls() throws Exception {
        descriptorsStayTheSame(10_000, 100);
    }

    private static void descriptorsStayTheSame(int calls, int every) throws Exception {
        var before = children();
        try (var engine = Engine.create(CONFIG)) {
            var descriptors = 0L;
            for (int i = 0; i < calls; i++) {
                try (var instance = instance(engine, new CountDownLatch(1))) {
                    if (i % every == 0) {
                        killAllBut(before);
                        assertThrows(WorkerLostException.class, () -> instance.call("add", 1, 2));
                    } else {
                        assertEquals(3, instance.call("add", 1, 2));
                    }
                }
                if (i == every / 2) {
                    descriptors = descriptors();
                }
            }
            // Fewer is fine: engines of other tests may be collected meanwhile.
            var left = descriptors();
            assertTrue(left <= descriptors, () -> "open descriptors grew to " + left);
        }
    }

    private static long descriptors() throws Exception {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
