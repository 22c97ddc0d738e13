package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Module;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.RingLayout;
import dev.paddock.worker.WorkerLostException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A worker that is killed, stopped or lies is one failed call with a clear error; the next call works, and nothing is
 * left behind. {@code scripts/soak.sh} runs the long form.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIf("dev.paddock.tests.Workers#available")
class LossesTest {
    private static final int HOST_CALLS = 20;
    /** What {@code host_calls(20)} gives: the sum of what the host answered. */
    private static final long SUM = 20 * 7 + 19 * 20 * 39 / 6;

    /** What happens to a worker in the middle of a call. */
    private enum Loss {
        KILLED_IN_A_HOST_CALL("was killed by signal 9"),
        KILLED_WHILE_IT_RUNS("was killed by signal 9"),
        STOPPED("was stopped by signal 19"),
        RING_SCRIBBLED("lies on its ring");

        final String message;

        Loss(String message) {
            this.message = message;
        }
    }

    @Test
    void aLostWorkerIsOneFailedCallAndNothingElse() throws Exception {
        soak(100, 400, 10, 1);
    }

    @Test
    @Tag("long")
    @Timeout(value = 2, unit = java.util.concurrent.TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandCallsWithLossesLeaveNothingBehind() throws Exception {
        soak(500, Integer.getInteger("paddock.soak.calls", 10_000), 100, Long.getLong("paddock.seed", System.nanoTime()));
    }

    /** What this process holds for its workers. */
    private record Holdings(int children, int descriptors, int mappings, long sharedKilobytes, long heap) {
        static Holdings now() {
            // Runs cleaners of what nobody closed, if there is such a thing.
            System.gc();
            var runtime = Runtime.getRuntime();
            return new Holdings(
                    Workers.all().size(),
                    Workers.descriptors(),
                    Workers.mappings(),
                    Workers.kilobytes("RssShmem"),
                    runtime.totalMemory() - runtime.freeMemory());
        }

        void assertNoMoreThan(Holdings before) {
            var both = "before: " + before + ", after: " + this;
            assertEquals(before.children, children, both);
            assertTrue(descriptors <= before.descriptors + 2, both);
            assertEquals(before.mappings, mappings, both);
            assertTrue(sharedKilobytes <= before.sharedKilobytes + 1024, both);
            assertTrue(heap <= before.heap + (16 << 20), both);
        }
    }

    /** One call in {@code every} loses its worker, by each kind of loss in turn. */
    private static void soak(int warmUp, int calls, int every, long seed) throws Exception {
        System.out.println("losses: -Dpaddock.seed=" + seed);
        var random = new SplittableRandom(seed);
        try (var engine = Engine.create(
                EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0))) {
            var module = engine.load(RealBlobs.sampler("latest64"));
            calls(module, warmUp, 10, random);
            var before = Holdings.now();
            var residentBefore = Workers.kilobytes("VmRSS");
            long start = System.nanoTime();
            int losses = calls(module, calls, every, random);
            double seconds = (System.nanoTime() - start) / 1e9;
            var after = Holdings.now();
            System.out.printf(
                    "losses: %d calls, %d workers lost, %.1f s; before %s, after %s; resident %d KiB, then %d KiB%n",
                    calls, losses, seconds, before, after, residentBefore, Workers.kilobytes("VmRSS"));
            assertTrue(losses > 0);
            after.assertNoMoreThan(before);
        }
    }

    private static int calls(Module module, int calls, int every, SplittableRandom random) throws Exception {
        int losses = 0;
        for (int i = 0; i < calls; i++) {
            if (random.nextInt(every) == 0) {
                lose(module, Loss.values()[losses % Loss.values().length], random.nextInt(HOST_CALLS));
                losses++;
                call(module);
            } else {
                call(module);
            }
        }
        return losses;
    }

    private static void call(Module module) {
        var imports = RealBlobs.samplerImports(RealBlobs.NumberSource::ofReference);
        try (var instance = module.instantiate(imports)) {
            assertEquals(SUM, instance.call("host_calls", HOST_CALLS));
        }
    }

    /** The worker is lost when it asks for that number. */
    private static void lose(Module module, Loss loss, int when) throws Exception {
        var killers = new java.util.ArrayList<Thread>();
        var imports = RealBlobs.samplerImports(index -> {
            if (index == when || loss == Loss.KILLED_WHILE_IT_RUNS && killers.isEmpty()) {
                strike(loss, killers);
            }
            return RealBlobs.NumberSource.ofReference(index);
        });
        var instance = module.instantiate(imports);
        var pid = Workers.theOnlyOne();
        try (instance) {
            var lost = assertThrows(WorkerLostException.class, () -> {
                // add_numbers asks the host once; spin never ends.
                instance.call(loss == Loss.KILLED_WHILE_IT_RUNS ? "add_numbers" : "host_calls", HOST_CALLS);
                instance.call("spin");
            });
            var message = String.valueOf(lost.getMessage());
            assertTrue(message.contains("worker " + pid + " ") && message.contains(loss.message), message);
            // It stays lost, and says so.
            assertThrows(WorkerLostException.class, () -> instance.call("host_calls", 1));
        } finally {
            for (var killer : killers) {
                killer.join();
            }
        }
        assertFalse(ProcessHandle.of(pid).isPresent(), "the process is gone, and reaped");
    }

    private static void strike(Loss loss, java.util.List<Thread> killers) {
        var pid = Workers.theOnlyOne();
        switch (loss) {
            case KILLED_IN_A_HOST_CALL -> Workers.signal(pid, Workers.SIGKILL);
            case KILLED_WHILE_IT_RUNS -> killers.add(Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(3_000_000);
                Workers.signal(pid, Workers.SIGKILL);
            }));
            case STOPPED -> Workers.signal(pid, Workers.SIGSTOP);
            case RING_SCRIBBLED -> {
                var control = Workers.controlArea();
                Workers.signal(pid, Workers.SIGSTOP);
                for (int slot = 0; slot < RingLayout.SLOTS; slot++) {
                    RawMemory.putIntOpaque(control + RingLayout.EVENT_SLOTS + slot * RingLayout.SLOT_SIZE, 0x12345678);
                }
            }
        }
    }
}
