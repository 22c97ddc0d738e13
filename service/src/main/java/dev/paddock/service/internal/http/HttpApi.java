package dev.paddock.service.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.JobStatus;
import dev.paddock.service.Rejection;
import dev.paddock.service.ServiceConfig;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.metrics.ServiceMetrics;
import dev.paddock.service.internal.work.Codes;
import dev.paddock.service.internal.work.Job;
import dev.paddock.service.internal.work.Jobs;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The routes. Each is one line of {@link #routes}; openapi.json describes the same ones, and a test compares them. All
 * handlers run on virtual threads and may wait.
 */
public final class HttpApi {
    private static final System.Logger LOG = System.getLogger(HttpApi.class.getName());
    private static final String JSON = "application/json";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int HEARTBEAT_MILLIS = 5_000;
    private static final Duration LONGEST_BODY = Duration.ofMinutes(1);
    private static final int PIECE = 16 << 10;
    /** Bodies are budgeted in these units, for a semaphore counts in ints. */
    private static final int UNIT = 4096;

    /** One route, for routing and for the test that compares it with the description. */
    public record Route(String method, String path, Access access) {}

    /** Who may use a route. */
    public enum Access {
        ANYONE,
        CLIENT,
        OPERATOR
    }

    @FunctionalInterface
    private interface Action {
        void answer(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception;
    }

    private record Line(Route route, Action action) {}

    private final ServiceConfig config;
    private final Jobs jobs;
    private final Codes codes;
    private final ServiceMetrics metrics;
    private final Tokens tokens;
    private final StatusPage status;
    private final Semaphore bodyMemory;
    private final long maxBody;
    private volatile boolean stopping;

    public HttpApi(
            ServiceConfig config, Jobs jobs, Codes codes, ServiceMetrics metrics, Tokens tokens, StatusPage status) {
        this.config = config;
        this.jobs = jobs;
        this.codes = codes;
        this.metrics = metrics;
        this.tokens = tokens;
        this.status = status;
        this.maxBody = config.bytes("request.max-size");
        this.bodyMemory = new Semaphore(Math.clamp(config.bytes("request.memory") / UNIT, 1, Integer.MAX_VALUE));
    }

    private List<Line> lines() {
        return List.of(
                line("POST", "/v1/code", Access.CLIENT, this::uploadCode),
                line("GET", "/v1/code/{hash}", Access.CLIENT, this::code),
                line("POST", "/v1/jobs", Access.CLIENT, this::submit),
                line("POST", "/v1/batches", Access.CLIENT, this::submitBatch),
                line("GET", "/v1/jobs/{requestId}", Access.CLIENT, this::job),
                line("DELETE", "/v1/jobs/{requestId}", Access.CLIENT, this::cancel),
                line("GET", "/v1/jobs/{requestId}/record", Access.CLIENT, this::record),
                line("GET", "/v1/verdicts", Access.CLIENT, this::verdicts),
                line("GET", "/v1/status", Access.OPERATOR, (request, response, caller) ->
                        json(response, 200, status.json())),
                line("GET", "/metrics", Access.OPERATOR, (request, response, caller) ->
                        send(response, 200, "text/plain; version=0.0.4", metrics.text().getBytes(UTF_8))),
                line("GET", "/health/live", Access.ANYONE, (request, response, caller) ->
                        json(response, 200, JobJson.object().put("status", "UP"))),
                line("GET", "/health/ready", Access.ANYONE, this::ready),
                line("GET", "/openapi.json", Access.ANYONE, (request, response, caller) ->
                        resource(response, "openapi.json", JSON)),
                line("GET", "/", Access.ANYONE, (request, response, caller) ->
                        resource(response, "dashboard.html", "text/html; charset=utf-8")),
                line("GET", "/dashboard.js", Access.ANYONE, (request, response, caller) ->
                        resource(response, "dashboard.js", "text/javascript; charset=utf-8")));
    }

    private static Line line(String method, String path, Access access, Action action) {
        return new Line(new Route(method, path, access), action);
    }

    public List<Route> routes() {
        return lines().stream().map(Line::route).toList();
    }

    public HttpRouting.Builder routing() {
        var routing = HttpRouting.builder();
        for (var line : lines()) {
            Handler handler = (request, response) -> handle(line, request, response);
            switch (line.route().method()) {
                case "GET" -> routing.get(line.route().path(), handler);
                case "POST" -> routing.post(line.route().path(), handler);
                case "DELETE" -> routing.delete(line.route().path(), handler);
                default -> throw new IllegalStateException(line.route().method());
            }
        }
        return routing;
    }

    private void handle(Line line, ServerRequest request, ServerResponse response) {
        try {
            var caller = line.route().access() == Access.ANYONE
                    ? new Tokens.Caller("", Tokens.Role.CLIENT)
                    : tokens.caller(request.headers().first(HeaderNames.AUTHORIZATION));
            if (line.route().access() == Access.OPERATOR && !caller.isOperator()) {
                throw new Rejection(Rejection.Kind.FORBIDDEN, "this is for operators");
            }
            line.action().answer(request, response, caller);
        } catch (Rejection e) {
            reject(response, e);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, line.route().method() + " " + line.route().path() + " failed", e);
            reject(response, new Rejection(Rejection.Kind.FAILED, "the service failed; its log says more"));
        }
    }

    private void reject(ServerResponse response, Rejection rejection) {
        metrics.rejected(rejection.kind().label());
        if (response.isSent()) {
            return;
        }
        if (rejection.kind().passes()) {
            response.header(HeaderNames.RETRY_AFTER, "1");
        }
        if (rejection.kind() == Rejection.Kind.UNAUTHENTICATED) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        json(response, rejection.kind().status(), error(rejection));
    }

    private static ObjectNode error(Rejection rejection) {
        return JobJson.object().put("error", rejection.kind().label()).put("message", rejection.getMessage());
    }

    // ---- code

    private void uploadCode(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws IOException {
        try (var body = body(request, config.bytes("code.max-size"))) {
            json(response, 201, describe(codes.upload(body.bytes())));
        }
    }

    private void code(ServerRequest request, ServerResponse response, Tokens.Caller caller) {
        CodeHash hash;
        try {
            hash = CodeHash.parse(request.path().pathParameters().get("hash"));
        } catch (IllegalArgumentException e) {
            throw new Rejection(Rejection.Kind.MALFORMED, String.valueOf(e.getMessage()));
        }
        json(response, 200, describe(codes.find(hash)
                .orElseThrow(() -> new Rejection(Rejection.Kind.NOT_FOUND, "code " + hash + " is not known"))));
    }

    private static ObjectNode describe(Codes.Prepared code) {
        return JobJson.object()
                .put("code", code.hash().hex())
                .put("size", code.size())
                .put("compiledSize", code.compiledSize())
                .put("preparationMicros", code.nanoseconds() / 1000);
    }

    // ---- jobs

    private void submit(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception {
        JobRequest wanted;
        try (var body = body(request, maxBody)) {
            wanted = JobJson.job(JobJson.parse(body.bytes()));
        }
        var job = jobs.submit(caller.name(), wanted);
        awaitAccepted(job);
        answer(response, job, wait(request), 202);
    }

    private void submitBatch(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception {
        var accepted = new ArrayList<Object>();
        try (var body = body(request, maxBody)) {
            JsonNode list = JobJson.parse(body.bytes());
            if (!list.isArray()) {
                throw new Rejection(Rejection.Kind.MALFORMED, "a batch is a JSON array of jobs");
            }
            if (list.size() > config.number("batch.max-jobs")) {
                throw new Rejection(Rejection.Kind.TOO_LARGE, list.size() + " jobs; at most "
                        + config.number("batch.max-jobs") + " are taken at once (batch.max-jobs)");
            }
            for (var each : list) {
                accepted.add(submitOne(caller.name(), each));
            }
        }
        long end = System.nanoTime() + wait(request).toNanos();
        var answers = JsonNodeFactory.instance.arrayNode();
        for (var each : accepted) {
            answers.add(batchAnswer(each, end));
        }
        send(response, 200, JSON, JobJson.bytes(answers));
    }

    /** A job, or why it was not taken. */
    private Object submitOne(String client, JsonNode node) {
        try {
            return jobs.submit(client, JobJson.job(node));
        } catch (Rejection e) {
            return e;
        }
    }

    private ObjectNode batchAnswer(Object accepted, long end) throws InterruptedException {
        try {
            return switch (accepted) {
                case Job job -> {
                    awaitAccepted(job);
                    awaitVerdict(job, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                    yield JobJson.of(jobs.status(job));
                }
                case Rejection e -> throw e;
                default -> throw new IllegalStateException(accepted.toString());
            };
        } catch (Rejection e) {
            metrics.rejected(e.kind().label());
            return error(e);
        }
    }

    private void job(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception {
        answer(response, find(request, caller), wait(request), 200);
    }

    private void cancel(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception {
        var job = find(request, caller);
        jobs.cancel(job);
        answer(response, job, LONGEST_WAIT, 200);
    }

    private void record(ServerRequest request, ServerResponse response, Tokens.Caller caller) {
        var job = find(request, caller);
        var recorded = jobs.submitted(job)
                .orElseThrow(() -> new Rejection(Rejection.Kind.NOT_FOUND, "the journal does not have it any more"));
        json(response, 200, JobRecord.json(recorded, jobs.concluded(job)));
    }

    /** A job of this client's; those of others are as good as not there. */
    private Job find(ServerRequest request, Tokens.Caller caller) {
        var requestId = request.path().pathParameters().get("requestId");
        return jobs.find(caller.name(), requestId).orElseThrow(() -> new Rejection(
                Rejection.Kind.NOT_FOUND, "no job of yours is called so, or it is forgotten"));
    }

    private void answer(ServerResponse response, Job job, Duration wait, int unfinished) throws InterruptedException {
        awaitVerdict(job, wait);
        var state = jobs.status(job);
        json(response, state.state() == JobStatus.State.DONE ? 200 : unfinished, JobJson.of(state));
    }

    private static void awaitAccepted(Job job) throws InterruptedException {
        try {
            job.accepted().get();
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof Rejection rejection) {
                throw rejection;
            }
            throw new Rejection(Rejection.Kind.FAILED, "the job could not be taken: " + e.getMessage());
        }
    }

    private void awaitVerdict(Job job, Duration wait) throws InterruptedException {
        if (wait.isZero()) {
            return;
        }
        try {
            Verdict verdict = jobs.verdictOf(job).get(wait.toNanos(), TimeUnit.NANOSECONDS);
            LOG.log(System.Logger.Level.TRACE, "{0}: {1}", job.requestId(), verdict.label());
        } catch (TimeoutException e) {
            // Not yet: the state says so.
            return;
        } catch (ExecutionException e) {
            throw new Rejection(Rejection.Kind.FAILED, "the verdict can't be told: " + e.getMessage());
        }
    }

    private static Duration wait(ServerRequest request) {
        var text = request.query().first("waitMillis").orElse("0");
        if (!text.matches("[0-9]{1,9}")) {
            throw new Rejection(Rejection.Kind.MALFORMED, "waitMillis=" + text.substring(0, Math.min(20, text.length()))
                    + ": a number of milliseconds");
        }
        return Duration.ofMillis(Math.min(Long.parseLong(text), LONGEST_WAIT.toMillis()));
    }

    // ---- streaming

    private void verdicts(ServerRequest request, ServerResponse response, Tokens.Caller caller) throws Exception {
        long after = request.headers()
                .first(HeaderNames.create("Last-Event-ID"))
                .or(() -> request.query().first("after").asOptional())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(jobs.stream().latest());
        try (var listener = jobs.stream().listen(caller.name(), after);
                var sink = response.sink(SseSink.TYPE)) {
            // Tells the client that it is heard from now on.
            sink.emit(SseEvent.builder().comment("listening").build());
            while (!stopping && !listener.isCutOff()) {
                var event = listener.next(HEARTBEAT_MILLIS);
                sink.emit(event == null
                        ? SseEvent.builder().comment("still here").build()
                        : SseEvent.builder()
                                .id(Long.toString(event.number()))
                                .name("verdict")
                                .data(new String(JobJson.bytes(JobJson.of(jobs.status(event.job()))), UTF_8))
                                .build());
            }
        } catch (java.io.UncheckedIOException | IllegalStateException e) {
            // The client has gone.
            return;
        } catch (InterruptedException e) {
            // The server stops.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends streams, which would never end by themselves. */
    public void stop() {
        stopping = true;
    }

    // ---- health

    private void ready(ServerRequest request, ServerResponse response, Tokens.Caller caller) {
        var reason = status.notReady();
        json(response, reason.isEmpty() ? 200 : 503, JobJson.object()
                .put("status", reason.isEmpty() ? "UP" : "DOWN")
                .put("reason", reason));
    }

    // ---- bodies

    /** A body and the memory it was granted: as much as has come, so that who announces much and sends little holds little. */
    private final class Body implements AutoCloseable {
        private byte[] bytes = new byte[0];
        private int units;

        byte[] bytes() {
            return bytes;
        }

        void read(InputStream in, long limit) throws IOException {
            long end = System.nanoTime() + LONGEST_BODY.toNanos();
            int length = 0;
            while (true) {
                if (length == bytes.length) {
                    grow(limit);
                }
                int count = in.read(bytes, length, bytes.length - length);
                if (count < 0) {
                    bytes = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
                    return;
                }
                length += count;
                if (length > limit) {
                    throw new Rejection(Rejection.Kind.TOO_LARGE, "a body of more than " + limit + " bytes");
                }
                if (System.nanoTime() > end) {
                    throw new Rejection(Rejection.Kind.MALFORMED, "the body takes longer than "
                            + LONGEST_BODY.toSeconds() + " s");
                }
            }
        }

        private void grow(long limit) {
            int size = (int) Math.min(Math.max(PIECE, 2L * bytes.length), limit + 1);
            int wanted = Math.ceilDiv(size, UNIT);
            if (!bodyMemory.tryAcquire(wanted - units)) {
                throw new Rejection(
                        Rejection.Kind.OVERLOADED, "too many large requests at the same time (request.memory)");
            }
            units = wanted;
            bytes = Arrays.copyOf(bytes, size);
        }

        @Override
        public void close() {
            bodyMemory.release(units);
            units = 0;
        }
    }

    private Body body(ServerRequest request, long limit) {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > limit) {
            throw new Rejection(Rejection.Kind.TOO_LARGE, "a body of " + announced + " bytes; at most " + limit
                    + " are taken here");
        }
        var body = new Body();
        try {
            if (request.content().hasEntity()) {
                body.read(request.content().inputStream(), Math.min(limit, Integer.MAX_VALUE - 16));
            }
            return body;
        } catch (Rejection e) {
            body.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            body.close();
            // The client has gone, or it sends something else than it announced: nothing to be alarmed at.
            throw new Rejection(Rejection.Kind.MALFORMED, "the body has not come to its end: " + e);
        }
    }

    private static void json(ServerResponse response, int code, JsonNode node) {
        send(response, code, JSON, JobJson.bytes(node));
    }

    private static void send(ServerResponse response, int code, String type, byte[] bytes) {
        response.status(Status.create(code))
                .header(HeaderNames.CONTENT_TYPE, type)
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .send(bytes);
    }

    private static void resource(ServerResponse response, String name, String type) throws IOException {
        try (var in = HttpApi.class.getResourceAsStream("/dev/paddock/service/" + name)) {
            if (in == null) {
                throw new Rejection(Rejection.Kind.NOT_FOUND, name);
            }
            response.header(
                    HeaderNames.create("Content-Security-Policy"), "default-src 'self'; style-src 'self' 'unsafe-inline'");
            send(response, 200, type, in.readAllBytes());
        }
    }
}
