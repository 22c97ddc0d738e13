package dev.paddock.codegen.x64.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SideBySideTest {
    @Test
    void eachPartIsDoneOnceBeforeItReturns() {
        for (int round = 0; round < 2_000; round++) {
            var done = new AtomicIntegerArray(1 + round % 40);
            SideBySide.run(done.length(), 1 + round % 5, done::incrementAndGet);
            var ones = new int[done.length()];
            Arrays.fill(ones, 1);
            var got = new int[done.length()];
            Arrays.setAll(got, done::get);
            assertArrayEquals(ones, got);
        }
    }

    @Test
    void aFailureIsThrownWhenNobodyIsAtWorkAnyMore() {
        for (int round = 0; round < 500; round++) {
            var atWork = new AtomicInteger();
            var failure = round % 2 == 0 ? new IllegalStateException("as it should be") : new OutOfMemoryError("likewise");
            int failing = round % 30;
            var thrown = assertThrows(failure.getClass(), () -> SideBySide.run(30, 4, part -> {
                atWork.incrementAndGet();
                try {
                    if (part == failing) {
                        throw failing(failure);
                    }
                } finally {
                    atWork.decrementAndGet();
                }
            }));
            assertSame(failure, thrown);
            assertEquals(0, atWork.get());
        }
    }

    private static RuntimeException failing(Throwable failure) {
        if (failure instanceof Error e) {
            throw e;
        }
        return (RuntimeException) failure;
    }

    @Test
    void theCallerDoesItAloneWhereThePoolIsBusy() throws InterruptedException {
        var end = new CountDownLatch(1);
        int busy = ForkJoinPool.getCommonPoolParallelism();
        var begun = new CountDownLatch(busy);
        for (int i = 0; i < busy; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        begun.await();
        var caller = Thread.currentThread();
        SideBySide.run(10, 4, part -> assertSame(caller, Thread.currentThread()));
        end.countDown();
    }

    @Test
    void anInterruptWaitsForItsTurn() {
        Thread.currentThread().interrupt();
        var done = new AtomicInteger();
        SideBySide.run(100, 4, part -> done.incrementAndGet());
        assertEquals(100, done.get());
        assertTrue(Thread.interrupted());
    }
}
