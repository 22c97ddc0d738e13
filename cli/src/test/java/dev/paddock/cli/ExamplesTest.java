package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The examples do what their comments say. */
class ExamplesTest {
    @OnEveryBackend
    void fibonacciOf90(String backend) {
        assertFinished("result 2880067194370816120 (0x27f80ddaa1ba7878)", CommandLine.example(backend, "fibonacci.pvmasm", "90"));
        assertFinished("result 0 (0x0)", CommandLine.example(backend, "fibonacci.pvmasm", "0"));
        assertFinished("result 1 (0x1)", CommandLine.example(backend, "fibonacci.pvmasm", "main", "1"));
    }

    @OnEveryBackend
    void sieveCountsPrimes(String backend) {
        assertFinished("result 6542 (0x198e)", CommandLine.example(backend, "sieve.pvmasm", "65536"));
        assertFinished("result 25 (0x19)", CommandLine.example(backend, "sieve.pvmasm", "100"));
        assertFinished("result 0 (0x0)", CommandLine.example(backend, "sieve.pvmasm", "2"));
        assertFinished("result 6542 (0x198e)", CommandLine.example(backend, "sieve.pvmasm", "-1"));
    }

    @OnEveryBackend
    void helloWritesThroughTheHost(String backend) {
        var line = CommandLine.example(backend, "hello.pvmasm");
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().startsWith("Hello from the guest!\nfinished"), line.out());
    }

    @OnEveryBackend
    void theEndlessLoopIsStoppedByGas(String backend) {
        for (var metering : new String[] {"sync", "async", "float"}) {
            var line = CommandLine.example(backend, "loop.pvmasm", "--gas", "1000000", "--metering", metering);
            assertEquals(11, line.exitCode(), line.err());
            assertTrue(line.out().startsWith("out-of-gas"), line.out());
        }
    }

    @OnEveryBackend
    void theEndlessLoopIsStoppedByADeadlineHoweverItIsMetered(String backend) {
        for (var metering : new String[] {"none", "sync", "async", "float"}) {
            var line = CommandLine.example(backend, "loop.pvmasm", "--deadline", "50ms", "--metering", metering);
            assertEquals(13, line.exitCode(), line.err());
            assertTrue(line.out().startsWith("deadline"), line.out());
        }
    }

    @OnEveryBackend
    void theSamplerSortsAndHashes(String backend) {
        assertFinished(
                "result 2226425766391029222 (0x1ee5da703c839de6)",
                CommandLine.example(backend, "sampler.polkavm", "sort", "12345", "4096"));
        assertFinished(
                "result 7191755032873348575 (0x63ce3f194e0b2ddf)",
                CommandLine.example(backend, "sampler.polkavm", "host_hash", "65536"));
    }

    private static void assertFinished(String result, CommandLine line) {
        assertEquals(0, line.exitCode(), line.err());
        assertEquals("finished   " + result, line.out().lines().findFirst().orElse(""));
    }
}
