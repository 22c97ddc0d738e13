package dev.paddock.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RingTest {
    private static final long SECOND = 1_000_000_000L;

    /** Both spinning, one side asleep, both asleep; from the start and across the wrap of the 32-bit positions. */
    @ParameterizedTest
    @CsvSource({
        "true,  1000000, 0, 20000",
        "true,  0,       0, 4000",
        "false, 1000000, 0, 4000",
        "false, 0,       0, 4000",
        "true,  1000000, 4294967290, 1000",
        "false, 0,       4294967290, 1000"
    })
    void everyCommandIsAnsweredAndNoWakeUpIsLost(boolean hostSpins, int peerSpins, long start, int rounds)
            throws Exception {
        try (var memory = TestMemory.control()) {
            prepareStamps(memory, start);
            var peer = new TestPeer(memory, (int) start, peerSpins);
            var failure = new AtomicReference<Throwable>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < rounds; i++) {
                        long slot = peer.takeCommand();
                        peer.send(Events.SYSCALL_DONE, 0, RawMemory.getLong(slot + Commands.NUMBER) + 1);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            var commands = new CommandRing(memory, (int) start);
            var events = new EventRing(memory, new Waiter(hostSpins), commands, start);
            for (int i = 0; i < rounds; i++) {
                commands.systemCall(i, 0, 0, 0, 0, 0, 0);
                assertTrue(events.await(5 * SECOND), "round " + i);
                assertEquals(Events.SYSCALL_DONE, events.kind());
                assertEquals(i + 1, events.value());
            }
            thread.join();
            assertEquals(null, failure.get());
        }
    }

    @Test
    void aProducerThatFindsTheRingFullSleepsUntilThereIsRoom() throws Exception {
        int count = 5_000;
        try (var memory = TestMemory.control()) {
            var peer = new TestPeer(memory, 0, 0);
            var thread = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    peer.post(i, 3L * i);
                }
            });
            var events = events(memory, new Waiter(false));
            for (int i = 0; i < count; i++) {
                assertTrue(events.await(5 * SECOND));
                assertEquals(Events.POSTED, events.kind());
                assertEquals(i, events.posted().number());
                assertEquals(3L * i, events.posted().a0());
                assertEquals(3L * i + 3, events.posted().a3());
            }
            assertFalse(events.poll());
            thread.join();
        }
    }

    @Test
    void callsPostedBeforeAnEventComeBeforeIt() throws Exception {
        try (var memory = TestMemory.control()) {
            var peer = new TestPeer(memory, 0, 0);
            var events = events(memory, new Waiter());
            int number = 0;
            for (int round = 0; round < 1000; round++) {
                for (int i = 0; i < round % 7; i++) {
                    peer.post(number + i, 0);
                }
                peer.send(Events.HOST_CALL, round, 0);
                for (int i = 0; i < round % 7; i++) {
                    assertTrue(events.await(SECOND));
                    assertEquals(Events.POSTED, events.kind());
                    assertEquals(number++, events.posted().number());
                }
                assertTrue(events.await(SECOND));
                assertEquals(Events.HOST_CALL, events.kind());
                assertEquals(round, events.number());
            }
        }
    }

    @Test
    void awaitEndsWhenTimeIsOver() {
        try (var memory = TestMemory.control()) {
            var events = events(memory, new Waiter());
            long start = System.nanoTime();
            assertFalse(events.await(20_000_000));
            assertTrue(System.nanoTime() - start >= 20_000_000);
        }
    }

    @Test
    void aStampThatCanNotBeIsALie() {
        try (var memory = TestMemory.control()) {
            var events = events(memory, new Waiter());
            memory.putInt(RingLayout.EVENT_SLOTS, 77);
            var e = assertThrows(CorruptRingException.class, events::poll);
            assertEquals("event slot 0 bears stamp 77; only 0 or 1 can be", e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Events.POSTED, Events.LAST_KIND + 1})
    void anEventOfNoKnownKindIsALie(int kind) {
        try (var memory = TestMemory.control()) {
            var events = events(memory, new Waiter());
            memory.putInt(RingLayout.EVENT_SLOTS + RingLayout.KIND, kind);
            memory.putInt(RingLayout.EVENT_SLOTS, 1);
            assertThrows(CorruptRingException.class, events::poll);
        }
    }

    @Test
    void noCommandOverwritesOneThatWaits() {
        try (var memory = TestMemory.control()) {
            var commands = new CommandRing(memory);
            for (int i = 0; i < RingLayout.SLOTS - 1; i++) {
                commands.step();
            }
            assertThrows(IllegalStateException.class, commands::step);
        }
    }

    @Test
    void withOneCoreAWaiterDoesNotSpin() {
        var waiter = new Waiter(false);
        waiter.begin();
        assertFalse(waiter.spinAgain());
        assertEquals(0, waiter.budget());
    }

    @Test
    void aWaiterSpinsLessAfterLongSleepsAndMoreAfterShortOnes() {
        var waiter = new Waiter(true);
        for (int i = 0; i < 20; i++) {
            waiter.slept(10_000_000);
        }
        long least = waiter.budget();
        assertTrue(least > 0 && least < Waiter.MAX_SPIN_NANOS / 10);
        for (int i = 0; i < 20; i++) {
            waiter.slept(5_000);
        }
        assertEquals(Waiter.MAX_SPIN_NANOS, waiter.budget());
    }

    /** The slots as they are after {@code start} messages. */
    private static void prepareStamps(SharedMemory memory, long start) {
        for (long p = Math.max(0, start - RingLayout.SLOTS); p < start; p++) {
            int slot = (int) (p & 63) * 64;
            memory.putInt(RingLayout.COMMAND_SLOTS + slot, (int) p + 1);
            memory.putInt(RingLayout.EVENT_SLOTS + slot, (int) p + 1);
        }
    }

    private static EventRing events(SharedMemory memory, Waiter waiter) {
        return new EventRing(memory, waiter, new CommandRing(memory));
    }
}
