package dev.paddock.worker;

import static dev.paddock.codegen.x64.AddressSpace.CODE;
import static dev.paddock.codegen.x64.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.Events;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.RingLayout;
import dev.paddock.seccomp.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that dies, stops or lies is one failed call with a clear error. */
@Timeout(30)
class WorkerLossTest {
    private static WorkerFactory factory;
    private static CodeImage endless;
    private static CodeImage answer;

    @BeforeAll
    static void makeFactory() {
        factory = new WorkerFactory();
        endless = GuestCode.of(asm -> {
            var again = asm.here();
            asm.jmp(again);
        });
        answer = GuestCode.of(asm -> {
            asm.mov(EDI, 42);
            asm.jmp(WorkerEntry.HALT);
        });
    }

    @AfterAll
    static void closeFactory() {
        factory.close();
    }

    private static Thread signalSoon(Worker worker, int signal) {
        return Thread.ofPlatform().start(() -> {
            LockSupport.parkNanos(10_000_000);
            worker.process().signal(signal);
        });
    }

    private static String lossOf(Worker worker, int signal) throws Exception {
        worker.load(endless);
        var killer = signalSoon(worker, signal);
        var lost = assertThrows(WorkerLostException.class, () -> worker.run(CODE));
        killer.join();
        return String.valueOf(lost.getMessage());
    }

    @Test
    void aKilledWorkerIsAFailedCall() throws Exception {
        try (var worker = factory.start()) {
            assertTrue(lossOf(worker, ChildProcess.SIGKILL).endsWith("was killed by signal 9"));
            assertFalse(worker.isAlive());
        }
    }

    @Test
    void aStoppedWorkerIsAFailedCallAndGone() throws Exception {
        try (var worker = factory.start()) {
            assertTrue(lossOf(worker, ChildProcess.SIGSTOP).endsWith("was stopped by signal 19"));
            assertFalse(worker.isAlive());
        }
    }

    @Test
    void aWorkerKilledWhileIdleIsFoundAtTheNextCommand() {
        try (var worker = factory.start()) {
            worker.process().kill();
            assertThrows(WorkerLostException.class, () -> worker.load(answer));
        }
    }

    @Test
    void aLyingWorkerIsAFailedCall() throws Exception {
        try (var worker = factory.start()) {
            worker.load(endless);
            // The test plays the liar: it writes to the control area what only the worker should.
            var liar = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(10_000_000);
                for (int slot = 0; slot < RingLayout.SLOTS; slot++) {
                    RawMemory.putIntOpaque(
                            worker.controlAddress() + RingLayout.EVENT_SLOTS + slot * RingLayout.SLOT_SIZE, 12345);
                }
            });
            var lost = assertThrows(WorkerLostException.class, () -> worker.run(CODE));
            liar.join();
            assertTrue(String.valueOf(lost.getMessage()).contains("lies on its ring"));
            assertFalse(worker.isAlive());
        }
    }

    @Test
    void aFaultInTheWorkersOwnCodeEndsIt() {
        try (var worker = factory.start();
                var bad = GuestCode.of(asm -> asm.jmp(0x1_0000_0000L))) {
            worker.load(bad);
            var lost = assertThrows(WorkerLostException.class, () -> worker.run(CODE));
            assertTrue(String.valueOf(lost.getMessage()).endsWith("faulted outside of the guest's code"));
        }
    }

    @Test
    void closingWhileAnotherThreadInterruptsIsSafe() throws Exception {
        for (int i = 0; i < 20; i++) {
            var worker = factory.start();
            var thread = Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 2000; n++) {
                    worker.interrupt();
                }
            });
            worker.close();
            thread.join();
        }
    }

    @Test
    void thePoolIsWholeAgainAfterLosses() throws Exception {
        try (var pool = new WorkerPool(factory, 2, 1)) {
            for (int i = 0; i < 60; i++) {
                var worker = pool.acquire(answer);
                try {
                    if (i % 3 == 0) {
                        worker.process().kill();
                        worker.process().awaitEnd();
                        assertThrows(WorkerLostException.class, () -> worker.run(CODE));
                    } else {
                        assertEquals(Events.FINISHED, worker.run(CODE));
                        assertEquals(42, worker.register(7));
                    }
                } finally {
                    pool.release(worker);
                }
                assertTrue(pool.size() <= 2);
            }
        }
    }

    @Test
    void aLostWorkerIsReplacedFromTheReserveAndClosingLeavesNothing() throws Exception {
        var pids = new HashSet<Long>();
        long descriptors;
        try (var pool = new WorkerPool(factory, 3, 1)) {
            awaitReserve(pool);
            descriptors = count("fd");
            for (int i = 0; i < 20; i++) {
                var ready = children();
                var worker = pool.acquire(answer);
                assertTrue(ready.contains((long) worker.pid()), "a worker that was there before it was asked for");
                assertTrue(pids.add((long) worker.pid()), "and that nobody has used");
                assertEquals(Events.FINISHED, worker.run(CODE));
                worker.process().kill();
                worker.process().awaitEnd();
                assertThrows(WorkerLostException.class, () -> worker.run(CODE));
                pool.release(worker);
                awaitReserve(pool);
            }
            assertTrue(count("fd") <= descriptors + 2, "descriptors: " + descriptors + ", then " + count("fd"));
            pids.addAll(children());
        }
        pids.retainAll(children());
        assertEquals(Set.of(), pids, "workers that outlive their pool");
        assertTrue(count("fd") < descriptors, "descriptors: " + descriptors + " with a reserve, then " + count("fd"));
    }

    private static void awaitReserve(WorkerPool pool) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (pool.idle() < 1 && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000);
        }
        assertEquals(1, pool.idle());
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    void anIdleWorkerThatDiedIsNobodysFailedCall() throws Exception {
        try (var pool = new WorkerPool(factory, 1, 0)) {
            var first = pool.acquire(answer);
            pool.release(first);
            first.process().kill();
            first.process().awaitEnd();
            LockSupport.parkNanos(2_000_000);
            var second = pool.acquire(answer);
            assertEquals(Events.FINISHED, second.run(CODE));
            pool.release(second);
        }
    }

    @Test
    void descriptorsAndMappingsDoNotGrow() throws Exception {
        try (var pool = new WorkerPool(factory, 2, 1)) {
            callAndLose(pool, 30);
            long descriptors = count("fd");
            long mappings = Files.readAllLines(Path.of("/proc/self/maps")).size();
            callAndLose(pool, 300);
            assertTrue(count("fd") <= descriptors + 8, "descriptors: " + descriptors + ", then " + count("fd"));
            long after = Files.readAllLines(Path.of("/proc/self/maps")).size();
            assertTrue(after <= mappings + 60, "mappings: " + mappings + ", then " + after);
        }
    }

    private static void callAndLose(WorkerPool pool, int calls) throws InterruptedException {
        for (int i = 0; i < calls; i++) {
            var image = i % 2 == 0 ? answer : GuestCode.of(asm -> asm.jmp(WorkerEntry.HALT));
            var worker = pool.acquire(image);
            worker.run(CODE);
            if (i % 10 == 0) {
                worker.process().kill();
                assertThrows(WorkerLostException.class, () -> {
                    while (true) {
                        worker.run(CODE);
                    }
                });
            }
            pool.release(worker);
            if (image != answer) {
                image.close();
            }
        }
    }

    private static long count(String directory) throws IOException {
        try (var entries = Files.list(Path.of("/proc/self", directory))) {
            return entries.count();
        }
    }
}
