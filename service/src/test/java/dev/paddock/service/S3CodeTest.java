package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that share a bucket and no folder. */
@Timeout(120)
class S3CodeTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final byte[] ONE = {1, 0, 0, 0};
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", S3Server.KEY_ID, "aws.secretAccessKey", S3Server.SECRET);

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void signRight() {
        CREDENTIALS.forEach(System::setProperty);
    }

    @AfterEach
    void signNoMore() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    private ServiceConfig config(S3Server server, String machine) {
        return server.in(Running.config(folder.resolve(machine)).with("backend", "interpreter"));
    }

    private static JobRequest job(CodeHash code) {
        return JobRequest.of(code, ONE, 1000, Priority.BACKING);
    }

    @Test
    void whatOneMachineTookAnotherRuns() throws Exception {
        try (var server = S3Server.start();
                var first = Running.start(config(server, "1"));
                var second = Running.start(config(server, "2"));
                var client = PaddockClient.connect(first.uri());
                var other = PaddockClient.connect(second.uri())) {
            var code = client.upload(Programs.countdown());
            assertArrayEquals(Programs.countdown(), server.objects.get("code/" + code.hex() + ".polkavm"));
            assertInstanceOf(Verdict.Valid.class, other.submit(job(code), WAIT).verdict().orElseThrow());
            // It is there now, whatever becomes of the bucket.
            server.objects.clear();
            assertInstanceOf(Verdict.Valid.class, other.submit(job(code), WAIT).verdict().orElseThrow());
            var unknown = CodeHash.of(new byte[] {1});
            var refused = assertThrows(Rejection.class, () -> other.submit(job(unknown)));
            assertEquals(Rejection.Kind.NOT_FOUND, refused.kind());
        }
    }

    @Test
    void whatLiesInTheBucketIsCheckedLikeAnyUpload() throws Exception {
        try (var server = S3Server.start();
                var service = Running.start(config(server, "1"));
                var client = PaddockClient.connect(service.uri())) {
            var corrupt = CodeHash.of(Programs.countdown());
            server.objects.put("code/" + corrupt.hex() + ".polkavm", Programs.trap());
            var refused = assertThrows(Rejection.class, () -> client.submit(job(corrupt)));
            assertEquals(Rejection.Kind.NOT_FOUND, refused.kind());
            var importing = CodeHash.of(Programs.withImport());
            server.objects.put("code/" + importing.hex() + ".polkavm", Programs.withImport());
            refused = assertThrows(Rejection.class, () -> client.submit(job(importing)));
            assertEquals(Rejection.Kind.BAD_CODE, refused.kind());
        }
    }

    @Test
    void aStoreThatFailsIsNoVerdictAndPasses() throws Exception {
        try (var server = S3Server.start();
                var service = Running.start(config(server, "1"));
                var client = PaddockClient.connect(service.uri())) {
            var code = CodeHash.of(Programs.countdown());
            server.failing = true;
            var refused = assertThrows(Rejection.class, () -> client.submit(job(code)));
            assertEquals(Rejection.Kind.STORE_UNAVAILABLE, refused.kind());
            refused = assertThrows(Rejection.class, () -> client.upload(Programs.countdown()));
            assertEquals(Rejection.Kind.STORE_UNAVAILABLE, refused.kind());
            server.failing = false;
            assertEquals(code, client.upload(Programs.countdown()));
            assertInstanceOf(Verdict.Valid.class, client.submit(job(code), WAIT).verdict().orElseThrow());
        }
    }

    @Test
    void aWrongSecretIsRefusedAndSaid() throws Exception {
        System.setProperty("aws.secretAccessKey", "wrong");
        try (var server = S3Server.start();
                var service = Running.start(config(server, "1"));
                var client = PaddockClient.connect(service.uri())) {
            var refused = assertThrows(Rejection.class, () -> client.upload(Programs.countdown()));
            assertEquals(Rejection.Kind.STORE_UNAVAILABLE, refused.kind());
            assertEquals(Map.of(), server.objects);
        }
    }
}
