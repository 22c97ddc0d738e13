package dev.paddock.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service as its clients see it, over HTTP. */
@Timeout(120)
class HttpServiceTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final long GAS = 10_000_000;
    private static final byte[] ONE = {1, 0, 0, 0};

    @TempDir
    Path folder = Path.of("");

    private ValidationService service;
    private PaddockClient client;

    @BeforeEach
    void start() {
        service = Running.start(Running.config(folder)
                .with("client.max-jobs", "50")
                .with("batch.max-jobs", "20")
                .with("parameters.max-size", "100kB")
                .with("deadline.backing", "500ms")
                .with("backend", "interpreter"));
        client = PaddockClient.connect(service.uri());
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private static Rejection.Kind refused(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(Rejection.class, call).kind();
    }

    private JobRequest endless() {
        return JobRequest.of(client.upload(Programs.endless()), ONE, 1L << 50, Priority.DISPUTE);
    }

    @Test
    void aCandidateIsValidatedAndItsHeadReturned() throws Exception {
        var code = client.upload(AdderProgram.blob());
        var parent = AdderProgram.Head.genesis();
        var job = JobRequest.of(code, AdderProgram.parameters(parent, 0, 5), GAS, Priority.APPROVAL);
        var valid = assertInstanceOf(Verdict.Valid.class, client.validate(job));
        assertArrayEquals(parent.next(0, 5).encode(), valid.result().headData());
        var status = client.status(job.requestId(), Duration.ZERO);
        assertEquals(JobStatus.State.DONE, status.state());
    }

    @Test
    void codeIsCheckedBeforeItIsKept() {
        assertEquals(Rejection.Kind.BAD_CODE, refused(() -> client.upload(new byte[] {1, 2, 3})));
        assertEquals(Rejection.Kind.BAD_CODE, refused(() -> client.upload(Programs.withoutEntry())));
        assertEquals(Rejection.Kind.BAD_CODE, refused(() -> client.upload(Programs.withImport())));
        assertEquals(Rejection.Kind.TOO_LARGE, refused(() -> client.upload(new byte[(3 << 20) + 1])));
        var unknown = CodeHash.of(new byte[] {9});
        assertEquals(
                Rejection.Kind.NOT_FOUND,
                refused(() -> client.submit(JobRequest.of(unknown, ONE, GAS, Priority.BACKING))));
    }

    @Test
    void aRequestIdIsOneJobHoweverOftenItIsSent() {
        var code = client.upload(Programs.countdown());
        var job = JobRequest.of(code, ONE, GAS, Priority.BACKING).withRequestId("once");
        var first = client.submit(job, WAIT);
        assertEquals(first.verdict().map(Verdict::label), client.submit(job, WAIT).verdict().map(Verdict::label));
        var other = JobRequest.of(code, ONE, GAS + 1, Priority.BACKING).withRequestId("once");
        assertEquals(Rejection.Kind.CONFLICT, refused(() -> client.submit(other)));
        assertEquals(1, metric("paddock_pvf_execute_enqueued{priority=\"backing\"}"));
    }

    @Test
    void whatIsTooLargeOrCantBeMeantIsRefusedWithItsReason() throws Exception {
        var code = client.upload(Programs.countdown());
        assertEquals(
                Rejection.Kind.TOO_LARGE,
                refused(() -> client.submit(JobRequest.of(code, new byte[100_001], GAS, Priority.BACKING))));
        for (var body : List.of("", "{", "[]", "{\"gas\":1}", "{\"code\":\"" + code + "\",\"parameters\":\"!\",\"gas\":1}",
                "{\"code\":\"" + code + "\",\"parameters\":\"\",\"gas\":-1}",
                "{\"code\":\"" + code + "\",\"parameters\":\"\",\"gas\":1.5}",
                "{\"code\":\"" + code + "\",\"parameters\":\"\",\"gas\":1,\"surprise\":1}",
                "{\"code\":\"" + code + "\",\"parameters\":\"\",\"gas\":1,\"requestId\":\"../x\"}")) {
            assertEquals(400, post("/v1/jobs", body).statusCode(), body);
        }
        assertEquals(404, get("/v1/nothing").statusCode());
        assertEquals(404, get("/v1/jobs/unknown").statusCode());
        assertEquals(400, get("/v1/code/xyz").statusCode());
    }

    @Test
    void aBatchIsAnsweredJobByJob() {
        var code = client.upload(Programs.countdown());
        var jobs = new ArrayList<JobRequest>();
        for (int i = 0; i < 10; i++) {
            jobs.add(JobRequest.of(code, ONE, GAS, Priority.values()[i % 3]));
        }
        jobs.add(JobRequest.of(CodeHash.of(new byte[] {1}), ONE, GAS, Priority.BACKING));
        var answers = client.submitAll(jobs, WAIT);
        for (int i = 0; i < 10; i++) {
            var taken = assertInstanceOf(PaddockClient.Answer.Taken.class, answers.get(i));
            assertEquals(jobs.get(i).requestId(), taken.status().requestId());
            assertInstanceOf(Verdict.Valid.class, taken.status().verdict().orElseThrow());
        }
        var refused = assertInstanceOf(PaddockClient.Answer.Refused.class, answers.get(10));
        assertEquals(Rejection.Kind.NOT_FOUND, refused.rejection().kind());
    }

    @Test
    void aClientThatHasTooMuchWaitingIsToldToComeBack() {
        var job = endless();
        var jobs = new ArrayList<JobRequest>();
        for (int i = 0; i < 20; i++) {
            jobs.add(job.withRequestId("endless-" + i));
        }
        client.submitAll(jobs, Duration.ZERO);
        var more = new ArrayList<JobRequest>();
        for (int i = 20; i < 40; i++) {
            more.add(job.withRequestId("endless-" + i));
        }
        client.submitAll(more, Duration.ZERO);
        var kinds = new TreeSet<Rejection.Kind>();
        for (int i = 40; i < 60; i++) {
            try {
                client.submit(job.withRequestId("endless-" + i));
            } catch (Rejection e) {
                kinds.add(e.kind());
                assertTrue(e.kind().passes());
            }
        }
        assertEquals(new TreeSet<>(List.of(Rejection.Kind.CLIENT_LIMIT)), kinds);
    }

    @Test
    void aCancelledJobStopsAtOnceWhereverItIs() {
        var running = JobRequest.of(client.upload(Programs.endless()), ONE, 1L << 50, Priority.DISPUTE);
        for (int i = 0; i < 6; i++) {
            client.submit(running.withRequestId("c" + i));
        }
        for (int i = 5; i >= 0; i--) {
            assertInstanceOf(Verdict.Cancelled.class, client.cancel("c" + i).verdict().orElseThrow());
        }
        // The lanes are free again, and the interrupt hit no later job.
        var code = client.upload(Programs.countdown());
        var after = client.submit(JobRequest.of(code, ONE, GAS, Priority.BACKING), WAIT);
        assertInstanceOf(Verdict.Valid.class, after.verdict().orElseThrow());
    }

    @Test
    void aDeadlineIsDoubtAndRetriedAsThePolicySays() {
        var code = client.upload(Programs.endless());
        var job = JobRequest.of(code, ONE, 1L << 50, Priority.BACKING).withDeadline(Duration.ofMillis(30));
        var backing = client.submit(job, WAIT).verdict().orElseThrow();
        assertEquals(1, assertInstanceOf(Verdict.PossiblyInvalid.class, backing).attempts());
        var approval = JobRequest.of(code, ONE, 1L << 50, Priority.APPROVAL).withDeadline(Duration.ofMillis(30));
        var twice = client.submit(approval, WAIT).verdict().orElseThrow();
        assertEquals(2, assertInstanceOf(Verdict.PossiblyInvalid.class, twice).attempts());
    }

    @Test
    void verdictsAreStreamedAsTheyAreReported() throws Exception {
        var code = client.upload(Programs.countdown());
        var heard = new LinkedBlockingQueue<JobStatus>();
        try (var stream = client.verdicts(heard::add)) {
            for (int i = 0; i < 5; i++) {
                client.submit(JobRequest.of(code, ONE, GAS, Priority.BACKING).withRequestId("s" + i), WAIT);
            }
            var names = new TreeSet<String>();
            for (int i = 0; i < 5; i++) {
                var status = heard.poll(10, TimeUnit.SECONDS);
                if (status != null) {
                    names.add(status.requestId());
                }
            }
            assertEquals(new TreeSet<>(List.of("s0", "s1", "s2", "s3", "s4")), names, stream::toString);
        }
    }

    /** Each page of memory that a job finds must be its own. */
    @Test
    void aJobSeesNothingOfTheOneBefore() {
        var code = client.upload(Programs.peek());
        var secret = new byte[9000];
        java.util.Arrays.fill(secret, (byte) 0x5a);
        secret[0] = 100;
        secret[1] = 0;
        assertEquals((byte) 0x5a, peek(code, secret));
        // The same page, behind the end of shorter parameters.
        assertEquals((byte) 0, peek(code, new byte[] {100, 0}));
        // A page that the shorter parameters have not got at all.
        var beyond = client.submit(
                JobRequest.of(code, new byte[] {0, 0x20}, GAS, Priority.BACKING), WAIT).verdict().orElseThrow();
        assertEquals(Verdict.Reason.PANIC, assertInstanceOf(Verdict.Invalid.class, beyond).reason());
    }

    private byte peek(CodeHash code, byte[] parameters) {
        var verdict = client.submit(JobRequest.of(code, parameters, GAS, Priority.BACKING), WAIT).verdict().orElseThrow();
        return assertInstanceOf(Verdict.Valid.class, verdict, verdict::toString).result().headData()[0];
    }

    @Test
    void aRecordHoldsAllThatARunNeeds() {
        var code = client.upload(Programs.countdown());
        var job = JobRequest.of(code, new byte[] {9, 0, 0, 0}, GAS, Priority.DISPUTE).withRequestId("recorded");
        var verdict = client.submit(job, WAIT).verdict().orElseThrow();
        var record = PaddockClient.parseRecord(client.record("recorded"));
        assertArrayEquals(job.parameters(), record.job().parameters());
        assertEquals(code, record.job().code());
        assertEquals(verdict.label(), record.verdict().orElseThrow().label());
    }

    @Test
    void healthMetricsAndPagesAnswer() throws Exception {
        assertTrue(client.isReady());
        assertEquals(200, get("/health/live").statusCode());
        assertTrue(get("/").body().contains("dashboard.js"));
        assertEquals(200, get("/dashboard.js").statusCode());
        assertTrue(get("/v1/status").body().contains("\"sandbox\""));
        var code = client.upload(Programs.countdown());
        client.submit(JobRequest.of(code, ONE, GAS, Priority.BACKING), WAIT);
        assertEquals(1, metric("paddock_pvf_execute_finished{verdict=\"valid\"}"));
        assertEquals(1, metric("paddock_pvf_preparation_time_count"));
        assertEquals(1, metric("paddock_ready"));
        assertTrue(metric("paddock_disk_bytes{of=\"store\"}") > 0);
    }

    @Test
    void theDescriptionNamesEveryRouteAndNoOther() throws Exception {
        var description = new ObjectMapper().readTree(get("/openapi.json").body());
        var described = new TreeSet<String>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        var routes = new TreeSet<String>();
        service.routes().forEach(route -> routes.add(route.method() + " " + route.path()));
        assertEquals(routes, described);
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(service.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(service.uri().resolve(path))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private double metric(String name) {
        try {
            var values = new HashMap<String, Double>();
            get("/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int blank = line.lastIndexOf(' ');
                values.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
            });
            assertTrue(values.containsKey(name), () -> name + " in " + values.keySet());
            return values.getOrDefault(name, -1.0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatRunsOrWaitsWhenTheServiceStopsIsRunByTheNext() {
        var config = Running.config(folder.resolve("other")).with("backend", "interpreter").with("lanes", "1")
                .with("drain", "100ms");
        CodeHash code;
        try (var first = Running.start(config); var to = PaddockClient.connect(first.uri())) {
            code = to.upload(Programs.countdown());
            var endless = JobRequest.of(to.upload(Programs.endless()), ONE, 1L << 50, Priority.DISPUTE);
            to.submit(endless.withRequestId("running"));
            to.submit(JobRequest.of(code, ONE, GAS, Priority.BACKING).withRequestId("waiting"));
        }
        try (var second = Running.start(config); var to = PaddockClient.connect(second.uri())) {
            assertTrue(to.status("running", Duration.ZERO).verdict().isEmpty(), "stopping is no verdict");
            assertInstanceOf(Verdict.Cancelled.class, to.cancel("running").verdict().orElseThrow());
            assertInstanceOf(Verdict.Valid.class, to.status("waiting", WAIT).verdict().orElseThrow());
            // Its name still names it, and nothing else.
            assertEquals(
                    Rejection.Kind.CONFLICT,
                    refused(() -> to.submit(
                            JobRequest.of(code, ONE, GAS + 5, Priority.BACKING).withRequestId("waiting"))));
        }
    }

    @Test
    void aStoppedServiceTakesNothingMore() {
        service.close();
        assertFalse(client.isReady());
    }

    @Test
    void aFailedAttemptCountsAfterARestartToo() throws Exception {
        var config = Running.config(folder.resolve("restarted"))
                .with("backend", "interpreter")
                .with("retry.delay", "1h");
        var service = Running.start(config);
        try (var client = PaddockClient.connect(service.uri())) {
            var slow = client.upload(Programs.endless());
            var job = JobRequest.of(slow, new byte[] {1, 0, 0, 0}, 1L << 50, Priority.APPROVAL)
                    .withRequestId("slow")
                    .withDeadline(Duration.ofMillis(50));
            client.submit(job);
            while (client.status("slow", Duration.ZERO).state() != JobStatus.State.RETRYING) {
                Thread.sleep(10);
            }
        }
        service.abandon();
        try (var again = Running.start(config); var client = PaddockClient.connect(again.uri())) {
            // Its one further attempt is the one that the restart brings; it does not wait for another.
            var verdict = client.status("slow", WAIT).verdict().orElseThrow();
            assertEquals(2, assertInstanceOf(Verdict.PossiblyInvalid.class, verdict).attempts());
        }
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleHoldsLittle() throws Exception {
        var config = Running.config(folder.resolve("slow"))
                .with("backend", "interpreter")
                .with("request.max-size", "8MiB")
                .with("request.memory", "16MiB");
        var slow = new ArrayList<Socket>();
        try (var other = Running.start(config); var client = PaddockClient.connect(other.uri())) {
            for (int i = 0; i < 50; i++) {
                var socket = new Socket(other.uri().getHost(), other.uri().getPort());
                socket.getOutputStream()
                        .write("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n{\"requ".getBytes(UTF_8));
                slow.add(socket);
            }
            var code = client.upload(Programs.countdown());
            var parameters = Arrays.copyOf(new byte[] {1}, 4_000_000);
            var job = JobRequest.of(code, parameters, 1000, Priority.BACKING);
            assertInstanceOf(Verdict.Valid.class, client.submit(job, WAIT).verdict().orElseThrow());
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyOfUnknownLengthIsLimitedToo() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var body = new byte[(3 << 20) + 1];
            var request = HttpRequest.newBuilder(service.uri().resolve("/v1/code"))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(413, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("too-large"), answer::body);
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        var config = Running.config(folder.resolve("taken"))
                .with("backend", "interpreter")
                .with("listen", "127.0.0.1:" + service.uri().getPort());
        var refused = assertThrows(IOException.class, () -> ValidationService.start(config));
        assertTrue(String.valueOf(refused.getMessage()).contains("can't be listened on"), refused::toString);
    }
}
