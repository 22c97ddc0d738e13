package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Random;

/** Initialised data, enough of it that a worker is watched for what it writes there. */
class InitialDataTest {
    private static final int DATA = 0x20000;
    /** Ends in the middle of a page, and of what is watched as one. */
    private static final int SIZE = (1 << 20) + 1234;

    private static final int MAPPED = SIZE + 20_000;

    /** Writes a2 pages apart a1 bytes each; fills; and never ends. */
    private static final String CODE = """
            pub @touch:
            @next:
            a3 = u8 [a0]
            a3 = a3 + 1
            u8 [a0] = a3
            a0 = a0 + a1
            a2 = a2 + 0xffffffff
            jump @next if a2 != 0
            ret
            pub @straddle:
            u64 [a0] = a1
            a0 = u64 [a0]
            ret
            pub @fill:
            [a0..a0 + a2] = u8 a1
            ret
            pub @endless:
            a3 = a0
            @again:
            a2 = u8 [a3]
            a2 = a2 + 1
            u8 [a3] = a2
            a3 = a3 + 4096
            jump @again if a3 <u a1
            a3 = a0
            jump @again
            """;

    private static final byte[] INITIAL = initial();

    private static byte[] initial() {
        var bytes = new byte[MAPPED];
        new Random(7).nextBytes(bytes);
        java.util.Arrays.fill(bytes, SIZE, MAPPED, (byte) 0);
        return bytes;
    }

    private static Module module(Engine engine) {
        var text = new StringBuilder("%rw_data_size = " + MAPPED + "\n%rw_data = ");
        for (int i = 0; i < SIZE; i++) {
            text.append("%02x".formatted(INITIAL[i]));
        }
        return engine.compile(Guests.assemble(text + "\n" + CODE));
    }

    private static void assertAsAtTheStart(Instance instance) {
        assertArrayEquals(INITIAL, instance.memory().read(DATA, MAPPED));
    }

    @OnEveryBackend({Metering.SYNC, Metering.ASYNC})
    void eachInstanceHasItAsAtTheStartWhateverTheLastOneDid(Engine engine) {
        var module = module(engine);
        var random = new Random(1);
        for (int i = 0; i < 60; i++) {
            try (var instance = module.instantiate()) {
                assertAsAtTheStart(instance);
                instance.setGas(1L << 40);
                int start = DATA + random.nextInt(SIZE);
                int pages = 1 + random.nextInt((DATA + SIZE - start) / 4096 + 1);
                switch (i % 6) {
                    case 0 -> instance.call("touch", start, 4096, pages);
                    case 1 -> instance.call("touch", start, 1, Math.min(5000, DATA + MAPPED - start));
                    case 2 -> {
                        int length = Math.min(200_000, DATA + MAPPED - start);
                        instance.call("fill", start, 0x55, length);
                        for (byte each : instance.memory().read(start, length)) {
                            assertEquals(0x55, each);
                        }
                    }
                    case 3 -> instance.memory().write(start, new byte[] {1, 2, 3});
                    case 4 -> {
                        // Across the border of two chunks: both are opened for the one store.
                        long value = random.nextLong();
                        assertEquals(value, instance.call("straddle", DATA + 0x30000 - 3, value));
                    }
                    case 5 -> {
                        instance.call("touch", start, 4096, pages);
                        instance.reset();
                        assertAsAtTheStart(instance);
                        instance.setGas(1L << 40);
                        instance.call("touch", DATA, 65536, 16);
                    }
                    default -> throw new AssertionError(i);
                }
            }
        }
    }

    @OnEveryBackend(Metering.SYNC)
    void whatIsPaidIsTheSameTheFirstTimeAndLater(Engine engine) {
        var module = module(engine);
        long first = used(module);
        for (int i = 0; i < 5; i++) {
            assertEquals(first, used(module));
        }
    }

    private static long used(Module module) {
        try (var instance = module.instantiate()) {
            instance.setGas(1_000_000_000);
            instance.call("fill", DATA + 10, 1, 500_000);
            instance.call("touch", DATA, 4096, 200);
            return 1_000_000_000 - instance.gas();
        }
    }

    /** Stops in the middle of it all: what is written fits where it was stopped. */
    @OnEveryBackend
    void aGuestThatIsStoppedWhileItOpensItsDataLosesNoStore(Engine engine) {
        var module = module(engine);
        for (int i = 0; i < 20; i++) {
            try (var instance = module.instantiate()) {
                instance.setGas(1L << 40);
                instance.setTimeLimit(Duration.ofNanos(20_000 + 40_000 * i));
                assertEquals(
                        new Outcome.DeadlineExceeded(), instance.invoke("endless", DATA, DATA + (1 << 20)));
                long at = Math.max(0, instance.register(Instance.A0 + 3) - DATA) / 4096;
                int rounds = written(instance, at == 0 ? 1 : 0);
                for (int page = 0; page < 256; page++) {
                    // Where it is at, the store may have been done or not.
                    if (page != at) {
                        int expected = page < at || at == 0 ? rounds : rounds - 1 & 255;
                        assertEquals(expected, written(instance, page), "page " + page + ", stopped at " + at);
                    }
                }
            }
        }
    }

    private static int written(Instance instance, int page) {
        return instance.memory().readByte(DATA + page * 4096L) - INITIAL[page * 4096] & 255;
    }
}
