package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.ContextLayout;
import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.host.Module;
import dev.paddock.host.PaddockException;
import dev.paddock.ipc.Events;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.RingLayout;
import dev.paddock.worker.WorkerLostException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A worker that lies well: events of the right form with any content. The host believes what it can't know (a guest may
 * compute anything), finds the rest to be lies, and comes to no harm either way.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledIf("dev.paddock.tests.Workers#available")
class LyingWorkerTest {
    private static final long[] LIKED = {0, 1, -1, 0x10000, 0x20000, 0xffff_0000L, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE};

    @Test
    void noLieHurtsTheHost() {
        for (var metering : Metering.values()) {
            lie(20, 20261121, metering);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 1, unit = java.util.concurrent.TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyLiesDoNotHurtTheHost() {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        System.out.println("lies: -Dpaddock.seed=" + seed);
        for (var metering : Metering.values()) {
            lie(Integer.getInteger("paddock.soak.lies", 2500), seed, metering);
        }
    }

    private static void lie(int count, long seed, Metering metering) {
        var random = new SplittableRandom(seed);
        var ends = new TreeMap<String, Integer>();
        var config = EngineConfig.defaults()
                .withBackend(Backend.NATIVE)
                .withMetering(metering)
                .withInitialGas(1_000_000)
                .withWorkers(1, 0);
        try (var engine = Engine.create(config)) {
            var module = engine.load(RealBlobs.sampler("latest64"));
            for (int i = 0; i < count; i++) {
                ends.merge(lieOnce(module, random), 1, Integer::sum);
                var imports = RealBlobs.samplerImports(RealBlobs.NumberSource::ofReference);
                try (var instance = module.instantiate(imports)) {
                    assertEquals(27, instance.call("add_numbers", 1, 10));
                }
            }
        }
        System.out.println("lies, " + metering.label() + ": " + count + " told; " + ends);
    }

    /** How the call ended in which the worker lied once. It is stopped at that moment, so that the lie is not overwritten. */
    private static String lieOnce(Module module, SplittableRandom random) {
        var pid = new long[1];
        var told = new StringBuilder();
        var imports = RealBlobs.samplerImports(index -> {
            if (pid[0] == 0 && index == 3) {
                pid[0] = Workers.theOnlyOne();
                Workers.signal(pid[0], Workers.SIGSTOP);
                told.append(tell(Workers.controlArea(), random));
            }
            return RealBlobs.NumberSource.ofReference(index);
        });
        try (var instance = module.instantiate(imports)) {
            instance.setTimeLimit(Duration.ofSeconds(30));
            try {
                instance.call("host_calls", 10);
                return "believed";
            } catch (WorkerLostException e) {
                return String.valueOf(e.getMessage()).contains("lies on its ring") ? "found out" : "lost";
            } catch (PaddockException e) {
                return e.getClass().getSimpleName();
            } catch (Throwable e) {
                throw new AssertionError("after this lie: " + told, e);
            } finally {
                // Not a worker for the next call, which the host can't know if it believed the lie.
                if (ProcessHandle.of(pid[0]).isPresent()) {
                    Workers.signal(pid[0], Workers.SIGKILL);
                    while (Workers.isAlive(pid[0])) {
                        Thread.onSpinWait();
                    }
                }
            }
        } finally {
            assertTrue(Workers.all().size() <= 1);
            // An idle worker is looked after when taken, unless it was in use within the last millisecond.
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    private static String tell(long control, SplittableRandom random) {
        for (int i = 0; i < ContextLayout.REGISTER_COUNT; i++) {
            if (random.nextInt(4) == 0) {
                RawMemory.putLong(control + ContextLayout.register(i), any(random));
            }
        }
        RawMemory.putLong(control + ContextLayout.RCX, any(random));
        RawMemory.putLong(control + ContextLayout.RDX, any(random));
        var next = Workers.NextEvent.of(control);
        int kind = random.nextInt(-1, Events.LAST_KIND + 3);
        int number = random.nextBoolean() ? random.nextInt(20) : (int) any(random);
        long address = any(random);
        RawMemory.putInt(next.slot() + RingLayout.KIND, kind);
        RawMemory.putInt(next.slot() + Events.NUMBER, number);
        RawMemory.putLong(next.slot() + Events.ADDRESS, address);
        for (int at = Events.VALUE; at <= Events.GAS; at += Long.BYTES) {
            RawMemory.putLong(next.slot() + at, any(random));
        }
        if (random.nextInt(4) != 0) {
            RawMemory.putInt(control + ContextLayout.SAVED, next.stamp());
        }
        RawMemory.putIntRelease(next.slot() + RingLayout.STAMP, next.stamp());
        return "event kind " + kind + ", number " + number + ", address 0x" + Long.toHexString(address);
    }

    private static long any(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> LIKED[random.nextInt(LIKED.length)];
            case 2 -> random.nextInt(13);
            default -> AddressSpace.CODE + random.nextInt(0x5000);
        };
    }
}
