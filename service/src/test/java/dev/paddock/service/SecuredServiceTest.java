package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.internal.http.Tokens;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands between the service and others. */
@Timeout(120)
class SecuredServiceTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    Path folder = Path.of("");

    private ServiceConfig config() {
        return Running.config(folder).with("listen", "0.0.0.0:0").with("backend", "interpreter");
    }

    @Test
    void beyondLoopbackTlsAndTokensAreOnByDefault() throws Exception {
        var config = config();
        try (var service = Running.start(config)) {
            assertEquals("https", service.uri().getScheme());
            var certificate = ValidationService.certificate(config).orElseThrow();
            var secret = folder.resolve("data/operator.token");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/tls/key.pem"))));
            var token = Files.readString(secret).strip();

            try (var plain = PaddockClient.connect(URI.create("http://localhost:" + service.uri().getPort()))) {
                assertThrows(Exception.class, () -> plain.upload(Programs.trap()));
            }
            try (var stranger = PaddockClient.connect(service.uri())) {
                assertThrows(UncheckedIOException.class, () -> stranger.upload(Programs.trap()), "unknown certificate");
            }
            try (var client = PaddockClient.connect(service.uri(), token, certificate)) {
                var code = client.upload(Programs.countdown());
                var job = JobRequest.of(code, new byte[] {1, 0, 0, 0}, 1000, Priority.BACKING);
                assertInstanceOf(Verdict.Valid.class, client.validate(job));
                var wrong = client.withToken("0".repeat(64));
                assertEquals(
                        Rejection.Kind.UNAUTHENTICATED,
                        assertThrows(Rejection.class, () -> wrong.upload(Programs.trap())).kind());
            }
        }
    }

    @Test
    void nothingOfOneClientIsVisibleToAnother() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        var file = folder.resolve("data/tokens");
        var one = Tokens.add(file, "one", Tokens.Role.CLIENT);
        var two = Tokens.add(file, "two", Tokens.Role.CLIENT);
        var config = config();
        try (var service = Running.start(config);
                var first = PaddockClient.connect(
                        service.uri(), one, ValidationService.certificate(config).orElseThrow())) {
            var second = first.withToken(two);
            var code = first.upload(Programs.countdown());
            var job = JobRequest.of(code, new byte[] {1, 0, 0, 0}, 1000, Priority.BACKING).withRequestId("same");
            var heard = new java.util.concurrent.ConcurrentLinkedQueue<JobStatus>();
            try (var stream = second.verdicts(heard::add)) {
                first.submit(job, WAIT);
                for (var call : new org.junit.jupiter.api.function.Executable[] {
                    () -> second.status("same", Duration.ZERO), () -> second.cancel("same"), () -> second.record("same")
                }) {
                    assertEquals(Rejection.Kind.NOT_FOUND, assertThrows(Rejection.class, call).kind());
                }
                // The same name is another job for another client, even with other contents.
                var other = JobRequest.of(code, new byte[] {2, 0, 0, 0}, 2000, Priority.APPROVAL).withRequestId("same");
                assertInstanceOf(Verdict.Valid.class, second.submit(other, WAIT).verdict().orElseThrow());
                assertTrue(heard.size() <= 1, () -> "heard " + heard + " by " + stream);
            }
            assertEquals(
                    Rejection.Kind.FORBIDDEN,
                    assertThrows(Rejection.class, () -> second.statusPage()).kind());
        }
    }

    private static <T> T eventually(java.util.function.Supplier<java.util.Optional<T>> what) throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        for (var found = what.get(); ; found = what.get()) {
            if (found.isPresent()) {
                return found.get();
            }
            assertTrue(System.nanoTime() < end, "it does not come");
            Thread.sleep(20);
        }
    }

    @Test
    void tokensComeAndGoWhileTheServiceRuns() throws Exception {
        var config = config().with("reload", "20ms");
        var file = folder.resolve("data/tokens");
        try (var service = Running.start(config);
                var first = PaddockClient.connect(
                        service.uri(),
                        Files.readString(folder.resolve("data/operator.token")).strip(),
                        ValidationService.certificate(config).orElseThrow())) {
            var late = first.withToken(Tokens.add(file, "late", Tokens.Role.CLIENT));
            eventually(() -> {
                try {
                    return java.util.Optional.of(late.upload(Programs.countdown()));
                } catch (Rejection e) {
                    assertEquals(Rejection.Kind.UNAUTHENTICATED, e.kind());
                    return java.util.Optional.empty();
                }
            });
            // A line that is none changes nothing; a file without the name takes the right away.
            var lines = Files.readString(file);
            Files.writeString(file, lines + "nonsense");
            Thread.sleep(100);
            late.upload(Programs.countdown());
            Files.writeString(file, lines.lines().filter(l -> !l.startsWith("late ")).findFirst().orElseThrow() + "\n");
            eventually(() -> {
                try {
                    late.upload(Programs.countdown());
                    return java.util.Optional.empty();
                } catch (Rejection e) {
                    return java.util.Optional.of(e.kind());
                }
            });
            first.upload(Programs.countdown());
        }
    }

    @Test
    void anotherCertificateIsTakenWhileTheServiceRuns() throws Exception {
        var config = config().with("reload", "20ms");
        var other = dev.paddock.service.internal.http.ServerTls.loadOrMake(folder.resolve("other"), "0.0.0.0");
        try (var service = Running.start(config)) {
            var token = Files.readString(folder.resolve("data/operator.token")).strip();
            var tls = folder.resolve("data/tls");
            for (var name : java.util.List.of("certificate.pem", "key.pem")) {
                // One after the other, as people do: in between they don't fit, and the old pair stays.
                Files.copy(folder.resolve("other").resolve(name), tls.resolve(name),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Thread.sleep(100);
            }
            eventually(() -> {
                try (var client = PaddockClient.connect(service.uri(), token, other.certificate())) {
                    return java.util.Optional.of(client.upload(Programs.countdown()));
                } catch (UncheckedIOException | java.io.IOException e) {
                    return java.util.Optional.empty();
                }
            });
        }
    }
}
