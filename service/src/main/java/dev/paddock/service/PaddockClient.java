package dev.paddock.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.paddock.service.internal.http.JobJson;
import dev.paddock.service.internal.http.JobRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Talks to a service over HTTP. Safe for use by many threads.
 *
 * {@snippet :
 * try (var client = PaddockClient.connect(service.uri())) {
 *     var code = client.upload(Files.readAllBytes(path));
 *     var verdict = client.validate(JobRequest.of(code, parameters, 1_000_000, Priority.APPROVAL));
 * }
 * }
 *
 * <p>What the service refuses is a {@link Rejection}. A connection that breaks is an {@link UncheckedIOException}, except
 * for {@link #validate}, which asks again: a request id names one job, however often it is sent.
 */
public final class PaddockClient implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http;
    private final URI service;
    private final Optional<String> token;

    private PaddockClient(HttpClient http, URI service, Optional<String> token) {
        this.http = http;
        this.service = service;
        this.token = token;
    }

    /** A service that asks for no token, on this machine say. */
    public static PaddockClient connect(URI service) {
        return new PaddockClient(http().build(), service, Optional.empty());
    }

    /** A service with TLS: its certificate is trusted and no other one. */
    public static PaddockClient connect(URI service, String token, Path certificate) throws IOException {
        try (var in = Files.newInputStream(certificate)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("paddock" + number++, each);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new PaddockClient(http().sslContext(context).build(), service, Optional.of(token));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate " + certificate + ": " + e.getMessage(), e);
        }
    }

    /**
     * A connection for each request under way: large bodies of one don't hold up another. Nothing of ours runs in between,
     * so answers need no further thread to be put together on: that is 0.2 ms less.
     */
    private static HttpClient.Builder http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(Runnable::run);
    }

    /** The same service with another token. */
    public PaddockClient withToken(String token) {
        return new PaddockClient(http, service, Optional.of(token));
    }

    /** Uploads code; it is checked and compiled. */
    public CodeHash upload(byte[] code) {
        return new CodeHash(call("POST", "/v1/code", code, Duration.ofMinutes(2)).path("code").asText());
    }

    /** Submits a job without waiting for its verdict. */
    public JobStatus submit(JobRequest job) {
        return submit(job, Duration.ZERO);
    }

    /** Submits a job and waits so long for its verdict. */
    public JobStatus submit(JobRequest job, Duration wait) {
        return status(call("POST", "/v1/jobs?waitMillis=" + wait.toMillis(), JobJson.bytes(JobJson.of(job)), wait));
    }

    /**
     * Submits many jobs and waits so long for their verdicts.
     *
     * @return in their order where each stands, or why it was not taken
     */
    public List<Answer> submitAll(List<JobRequest> jobs, Duration wait) {
        var array = JsonNodeFactory.instance.arrayNode();
        jobs.forEach(job -> array.add(JobJson.of(job)));
        var answers = new ArrayList<Answer>();
        for (var each : call("POST", "/v1/batches?waitMillis=" + wait.toMillis(), JobJson.bytes(array), wait)) {
            answers.add(each.has("error") ? new Answer.Refused(rejection(each)) : new Answer.Taken(status(each)));
        }
        return answers;
    }

    /** What became of one job of a batch. */
    public sealed interface Answer {
        record Taken(JobStatus status) implements Answer {}

        record Refused(Rejection rejection) implements Answer {}
    }

    /**
     * Submits a job and waits for its verdict, over broken connections, restarts of the service and "come back later".
     *
     * @throws Rejection if the service refuses it for good
     */
    public Verdict validate(JobRequest job) throws InterruptedException {
        while (true) {
            try {
                var verdict = submit(job, WAIT).verdict();
                if (verdict.isPresent()) {
                    return verdict.get();
                }
            } catch (UncheckedIOException e) {
                Thread.sleep(PAUSE);
            } catch (Rejection e) {
                if (!e.kind().passes()) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Where a job stands; waits so long for its verdict. */
    public JobStatus status(String requestId, Duration wait) {
        return status(call("GET", "/v1/jobs/" + requestId + "?waitMillis=" + wait.toMillis(), new byte[0], wait));
    }

    /** Ends a job that has no verdict yet. */
    public JobStatus cancel(String requestId) {
        return status(call("DELETE", "/v1/jobs/" + requestId, new byte[0], WAIT));
    }

    /** A job and its verdict as the journal has them. */
    byte[] record(String requestId) {
        return JobJson.bytes(call("GET", "/v1/jobs/" + requestId + "/record", new byte[0], WAIT));
    }

    /** The state of the service; for operators. */
    byte[] statusPage() {
        return JobJson.bytes(call("GET", "/v1/status", new byte[0], WAIT));
    }

    /** Whether the service takes jobs. */
    public boolean isReady() {
        try {
            return send("GET", "/health/ready", new byte[0], WAIT).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Tells of verdicts of this client's jobs as they are reported, until it is closed or the connection breaks. */
    public Subscription verdicts(Consumer<JobStatus> listener) {
        var request = request("/v1/verdicts").header("Accept", "text/event-stream").GET().build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw rejection(JobJson.parse(response.body().readAllBytes()));
            }
            var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            // The first line says that it listens.
            reader.readLine();
            var thread = Thread.ofVirtual().start(() -> read(reader, listener));
            return () -> {
                response.body().close();
                thread.interrupt();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Ends the telling. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static void read(BufferedReader reader, Consumer<JobStatus> listener) {
        try {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("data:")) {
                    listener.accept(JobJson.status(
                            JobJson.parse(line.substring(5).strip().getBytes(StandardCharsets.UTF_8))));
                }
            }
        } catch (IOException e) {
            // Closed, by one side or the other.
            return;
        }
    }

    private static JobStatus status(JsonNode node) {
        return JobJson.status(node);
    }

    private JsonNode call(String method, String path, byte[] body, Duration wait) {
        var response = send(method, path, body, wait);
        JsonNode node = JobJson.parse(response.body());
        if (response.statusCode() >= 400) {
            throw rejection(node);
        }
        return node;
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, Duration wait) {
        var request = request(path)
                .method(method, body.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        // The limit is ours, not the request's: that one would take a further round through the client's own thread.
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(wait.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            var message = cause instanceof ConnectException ? "nobody listens there" : String.valueOf(cause.getMessage());
            throw new UncheckedIOException("no answer from " + service + ": " + message, cause);
        } catch (TimeoutException e) {
            answer.cancel(true);
            var late = new HttpTimeoutException("none within " + wait.plus(MARGIN).toSeconds() + " s");
            throw new UncheckedIOException("no answer from " + service + ": " + late.getMessage(), late);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(service.resolve(path));
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private static Rejection rejection(JsonNode node) {
        var label = node.path("error").asText();
        var message = node.path("message").asText(label);
        for (var kind : Rejection.Kind.values()) {
            if (kind.label().equals(label)) {
                return new Rejection(kind, message);
            }
        }
        return new Rejection(Rejection.Kind.FAILED, "an answer that is none of this service's: " + node);
    }

    /** Of a record that the service gave out. */
    static JobRecord parseRecord(byte[] record) {
        return JobRecord.parse(record);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
