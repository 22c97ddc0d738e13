package dev.paddock.bench.internal.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line protocol, with adapters that are shell scripts and behave as badly as they can. */
class PeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Greets, then does what {@code script} says for each request, which is in $line. */
    private static List<String> adapter(String script) {
        return List.of("sh", "-c", "read line; echo 'ok protocol=1 version=9.9 of the test'; while read line; do "
                + script
                + "; done");
    }

    private static Peer start(String script) throws PeerException {
        return Peer.start(adapter(script), PATIENCE);
    }

    @Test
    void aRequestGetsItsAnswer() throws Exception {
        try (var peer = start("echo \"ok nanos=12 asked=${#line}\"")) {
            assertEquals("9.9 of the test", peer.version());
            var reply = peer.request("run 1000", PATIENCE);
            assertEquals(12, reply.positive("nanos"));
            assertEquals("run 1000".length(), reply.count("asked"));
        }
    }

    @Test
    void aPausedProcessStandsStillUntilItIsAsked() throws Exception {
        try (var peer = start("echo ok nanos=1")) {
            peer.pause();
            var stat = Path.of("/proc/" + peer.process().pid() + "/stat");
            assertTimeoutPreemptively(PATIENCE, () -> {
                while (!Files.readString(stat).contains(") T ")) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(1, peer.request("run 1", PATIENCE).positive("nanos"));
            assertFalse(Files.readString(stat).contains(") T "));
            peer.pause();
        }
    }

    @Test
    void aPausedProcessEndsAtOnceWhenItIsClosed() throws Exception {
        var peer = start("echo ok nanos=1");
        peer.pause();
        assertTimeoutPreemptively(Duration.ofMillis(1500), peer::close);
        assertFalse(peer.process().isAlive());
    }

    @Test
    void anErrorIsReportedAndTheAdapterLivesOn() throws Exception {
        try (var peer = start("case $line in bad*) echo error no such thing;; *) echo ok nanos=1;; esac")) {
            var e = assertThrows(PeerException.class, () -> peer.request("bad idea", PATIENCE));
            assertEquals("no such thing", e.getMessage());
            assertEquals(1, peer.request("good idea", PATIENCE).positive("nanos"));
        }
    }

    /** What the adapter does, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sleep 60                                        | no answer to "run 1" within 300 ms
            echo why >&2; exit 7                            | the adapter died in "run 1", exit code 7; it said: why
            kill -9 $$                                      | the adapter died in "run 1", exit code 137
            printf 'ok nanos='; exit 0                      | the adapter died in "run 1"
            echo Exception in thread main                   | the adapter answers neither ok nor error
            echo okay                                       | the adapter answers neither ok nor error: okay
            echo ok nanos                                   | "nanos" is no name=value
            echo ok nanos=twelve                            | nanos is no number
            echo ok nanos=-5                                | nanos is negative
            echo ok nanos=0                                 | nanos is zero
            echo ok calls=1                                 | the answer has no nanos
            echo ok nanos=99999999999999999999              | nanos is no number
            head -c 100000 /dev/zero                        | is longer than 65536 bytes
            """)
    void aHostileAdapterIsOneFailedRequest(String script, String message) throws Exception {
        assertTimeoutPreemptively(PATIENCE, () -> {
            try (var peer = start(script)) {
                var wait = script.startsWith("sleep") ? SHORT : PATIENCE;
                var e = assertThrows(PeerException.class, () -> peer.request("run 1", wait).positive("nanos"));
                assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
            }
        });
    }

    @Test
    void whoeverBreaksTheProtocolIsKilled() throws Exception {
        try (var peer = start("sleep 60")) {
            var process = peer.process();
            assertThrows(PeerException.class, () -> peer.request("run 1", SHORT));
            process.onExit().get(5, TimeUnit.SECONDS);
            assertFalse(process.isAlive());
            assertThrows(PeerException.class, () -> peer.request("run 1", SHORT));
        }
    }

    @Test
    void talkingWithoutBeingAskedIsABreach() throws Exception {
        try (var peer = start("echo ok nanos=1; echo ok nanos=2; echo ok nanos=3")) {
            // The extra lines may arrive before or after the next request is sent: either way they are not believed
            // for long.
            var e = assertThrows(PeerException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    peer.request("run 1", PATIENCE);
                }
            });
            assertTrue(String.valueOf(e.getMessage()).contains("talks without being asked"), e.getMessage());
        }
    }

    @Test
    void floodsDontFillTheMemory() {
        assertTimeoutPreemptively(PATIENCE, () -> {
            var e = assertThrows(PeerException.class, () -> {
                try (var peer = Peer.start(List.of("sh", "-c", "read line; yes 'ok protocol=1 version=1'"), PATIENCE)) {
                    for (int i = 0; i < 1000; i++) {
                        peer.request("run 1", PATIENCE);
                    }
                }
            });
            assertTrue(String.valueOf(e.getMessage()).contains("talks without being asked"), e.getMessage());
        });
    }

    @Test
    void anotherProtocolIsRefused() {
        var e = assertThrows(
                PeerException.class,
                () -> Peer.start(List.of("sh", "-c", "read line; echo ok protocol=2 version=1; sleep 60"), PATIENCE));
        assertTrue(String.valueOf(e.getMessage()).contains("speaks protocol 2, not 1"), e.getMessage());
    }

    @Test
    void whatCannotBeStartedIsCalledSo() {
        var e = assertThrows(PeerException.class, () -> Peer.start(List.of("/nonexistent/adapter"), PATIENCE));
        assertTrue(String.valueOf(e.getMessage()).startsWith("can't start /nonexistent/adapter"), e.getMessage());
    }

    @Test
    void closingEndsAnAdapterThatDoesNotWantTo() throws Exception {
        var peer = Peer.start(
                List.of("sh", "-c",
                        "trap '' TERM HUP; read line; echo ok protocol=1 version=1; while :; do sleep 1; done"),
                PATIENCE);
        var process = peer.process();
        assertTimeoutPreemptively(PATIENCE, peer::close);
        process.onExit().get(5, TimeUnit.SECONDS);
        assertFalse(process.isAlive());
    }

    @Test
    void checksumsAreAll64Bits() throws Exception {
        assertEquals(-1, Reply.parse("ok checksum=18446744073709551615").unsigned("checksum"));
        assertThrows(PeerException.class, () -> Reply.parse("ok checksum=18446744073709551616").unsigned("checksum"));
        assertThrows(PeerException.class, () -> Reply.parse("ok checksum=-1").unsigned("checksum"));
    }
}
