package dev.paddock.service;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.service.internal.grpc.GrpcApi;
import dev.paddock.service.internal.http.FileWatch;
import dev.paddock.service.internal.http.HttpApi;
import dev.paddock.service.internal.http.ServerTls;
import dev.paddock.service.internal.http.StatusPage;
import dev.paddock.service.internal.http.Tokens;
import dev.paddock.service.internal.journal.Journal;
import dev.paddock.service.internal.kafka.KafkaJobs;
import dev.paddock.service.internal.metrics.ProcessMemory;
import dev.paddock.service.internal.metrics.ServiceMetrics;
import dev.paddock.service.internal.store.ArtifactStore;
import dev.paddock.service.internal.store.S3Code;
import dev.paddock.service.internal.work.Codes;
import dev.paddock.service.internal.work.Jobs;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * A running service.
 *
 * {@snippet :
 * try (var service = ValidationService.start(ServiceConfig.defaults().with("listen", "127.0.0.1:0"))) {
 *     System.out.println(service.uri());
 * }
 * }
 */
public final class ValidationService implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ValidationService.class.getName());

    private final ServiceConfig config;
    private final Engine engine;
    private final Journal journal;
    private final Codes codes;
    private final Jobs jobs;
    private final Optional<KafkaJobs> kafka;
    private final HttpApi http;
    private final WebServer server;
    private final FileWatch watch;
    private final boolean secure;
    private final String host;
    private boolean closed;

    private ValidationService(
            ServiceConfig config,
            Engine engine,
            Journal journal,
            Codes codes,
            Jobs jobs,
            Optional<KafkaJobs> kafka,
            HttpApi http,
            WebServer server,
            FileWatch watch,
            boolean secure,
            String host) {
        this.config = config;
        this.engine = engine;
        this.journal = journal;
        this.codes = codes;
        this.jobs = jobs;
        this.kafka = kafka;
        this.http = http;
        this.server = server;
        this.watch = watch;
        this.secure = secure;
        this.host = host;
    }

    /**
     * Starts a service; it takes jobs when this returns, and works on those that an earlier one left.
     *
     * @throws IOException when the data folder can't be used, or is another service's
     * @throws IllegalArgumentException for settings that can't be meant
     */
    public static ValidationService start(ServiceConfig config) throws IOException {
        var queue = config.choice("queue", "embedded", "kafka");
        var address = Address.parse(config.text("listen"));
        Files.createDirectories(
                config.data(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var secured = Secured.of(config, address);
        var store = new ArtifactStore(config.store());
        var metrics = new ServiceMetrics();
        var recovered = new Jobs.Recovered();
        var journal = Journal.open(
                config.data().resolve("journal"),
                new Journal.Options(
                        config.on("journal.sync"), config.bytes("journal.segment-size"), config.bytes("journal.reserve")),
                recovered::entry);
        var closing = new java.util.ArrayDeque<AutoCloseable>();
        closing.push(journal);
        try {
            var engine = Engine.create(engineConfig(config, store));
            closing.push(engine);
            var codes = new Codes(engine, store, S3Code.of(config), config, metrics);
            var jobs = new Jobs(config, journal, recovered, codes, metrics);
            closing.push(jobs);
            var status = new StatusPage(jobs, engine, metrics);
            metrics.ready(() -> status.notReady().isEmpty() ? 1 : 0);
            metrics.workers(
                    () -> engine.workers().spawned(), () -> engine.workers().retired());
            metrics.memory("service", ProcessMemory::own);
            metrics.memory("workers", ProcessMemory::children);
            metrics.disk("store", bytes(() -> store.usage().bytes()));
            metrics.disk("free", bytes(journal::freeSpace));
            var http = new HttpApi(config, jobs, codes, metrics, secured.tokens(), status);
            var grpc = new GrpcApi(jobs, codes, secured.tokens());
            var server = server(config, address, secured, http, grpc);
            closing.push(server::stop);
            var watch = secured.watch(config.time("reload"));
            closing.push(watch);
            jobs.start();
            var kafka = queue.equals("kafka")
                    ? Optional.of(KafkaJobs.start(config, jobs, codes::known, metrics::delivered))
                    : Optional.<KafkaJobs>empty();
            var service = new ValidationService(
                    config, engine, journal, codes, jobs, kafka, http, server, watch,
                    secured.tls().isPresent(), address.host());
            LOG.log(System.Logger.Level.INFO, "ready at {0}, backend {1}, {2} lanes", service.uri(),
                    engine.backend().label(), config.text("lanes"));
            return service;
        } catch (Throwable e) {
            for (var each : closing) {
                closeQuietly(each);
            }
            throw e;
        }
    }

    private static DoubleSupplier bytes(Callable<Long> source) {
        return () -> {
            try {
                return source.call();
            } catch (Exception e) {
                // Not to be told now.
                return Double.NaN;
            }
        };
    }

    private static void closeQuietly(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "closing failed", e);
        }
    }

    private static EngineConfig engineConfig(ServiceConfig config, ArtifactStore store) {
        var backend = switch (config.choice("backend", "auto", "native", "interpreter")) {
            case "native" -> Backend.NATIVE;
            case "interpreter" -> Backend.INTERPRETER;
            default -> Backend.AUTO;
        };
        var metering = config.choice("metering", "sync", "float").equals("float") ? Metering.FLOAT : Metering.SYNC;
        var model = Arrays.stream(CostModel.values())
                .filter(m -> m.label().equals(config.text("cost-model")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cost-model = " + config.text("cost-model")
                        + ": choose from " + Arrays.stream(CostModel.values()).map(CostModel::label).toList()));
        int lanes = Math.max(1, config.count("lanes"));
        return EngineConfig.defaults()
                .withBackend(backend)
                .withMetering(metering)
                .withCostModel(model)
                .withRequireFullSandbox(config.on("require-sandbox"))
                .withWorkers(lanes + 1, 1)
                .withCacheDirectory(store.compiled());
    }

    private static WebServer server(
            ServiceConfig config, Address address, Secured secured, HttpApi http, GrpcApi grpc) throws IOException {
        var builder = WebServer.builder()
                .host(address.host())
                .port(address.port())
                .shutdownHook(false)
                // Ours comes first, with an answer that says why.
                .maxPayloadSize(config.bytes("request.max-size") + (1 << 20))
                .shutdownGracePeriod(Duration.ofSeconds(1))
                .addRouting(http.routing())
                .addRouting(grpc.routing())
                .addProtocol(grpc.protocol(config.bytes("request.max-size")));
        secured.tls().ifPresent(identity -> builder.tls(
                Tls.builder().sslContext(identity.context()).build()));
        var server = builder.build().start();
        // It tells the log only.
        if (!server.isRunning()) {
            server.stop();
            throw new IOException(config.text("listen") + " can't be listened on: the port is taken, or the address is not"
                    + " this machine's");
        }
        return server;
    }

    /** Where HTTP and gRPC are served. */
    public URI uri() {
        var name = host.equals("0.0.0.0") ? "localhost" : host;
        return URI.create((secure ? "https://" : "http://") + name + ":" + server.port());
    }

    /** The routes of HTTP, for tests. */
    List<HttpApi.Route> routes() {
        return http.routes();
    }

    /** The certificate that clients may trust, if TLS is on. */
    public static Optional<Path> certificate(ServiceConfig config) {
        var file = config.text("tls.certificate").isEmpty()
                ? config.data().resolve("tls/certificate.pem")
                : Path.of(config.text("tls.certificate"));
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** Takes no more jobs, lets those that run come to their end for a while, and ends. What waits stays recorded. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        kafka.ifPresent(KafkaJobs::stopTaking);
        jobs.drain(config.time("drain"));
        kafka.ifPresent(KafkaJobs::close);
        watch.close();
        http.stop();
        server.stop();
        jobs.close();
        codes.close();
        engine.close();
        journal.close();
    }

    /** Ends as a power cut would, as far as that can be had inside a JVM; for tests. */
    synchronized void abandon() {
        closed = true;
        watch.close();
        http.stop();
        server.stop();
        kafka.ifPresent(KafkaJobs::close);
        engine.close();
        jobs.close();
        codes.close();
        journal.close();
    }

    /** Host and port of {@code listen}. */
    private record Address(String host, int port) {
        static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("listen = " + text + ": want HOST:PORT, such as 127.0.0.1:7077");
            }
            return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        }

        boolean isLoopback() throws IOException {
            return InetAddress.getByName(host).isLoopbackAddress();
        }
    }

    /** What stands between this service and the network. */
    private record Secured(Optional<ServerTls.Identity> tls, Tokens tokens) {
        static Secured of(ServiceConfig config, Address address) throws IOException {
            var outside = !address.isLoopback();
            return new Secured(
                    isOn(config, "tls", outside) ? Optional.of(identity(config, address)) : Optional.empty(),
                    isOn(config, "auth", outside) ? tokens(config) : Tokens.none());
        }

        /** Files that an operator changes while the service runs. */
        FileWatch watch(Duration pause) {
            var watch = new FileWatch(pause);
            tokens.file().ifPresent(file -> watch.watch(List.of(file), tokens::readAgain));
            tls.ifPresent(
                    identity -> watch.watch(List.of(identity.certificate(), identity.keyFile()), identity::readAgain));
            return watch;
        }

        private static boolean isOn(ServiceConfig config, String setting, boolean outside) {
            return switch (config.choice(setting, "auto", "on", "off")) {
                case "on" -> true;
                case "off" -> {
                    if (outside) {
                        LOG.log(System.Logger.Level.WARNING, "{0} = off, though others than this machine can reach the"
                                + " service", setting);
                    }
                    yield false;
                }
                default -> outside;
            };
        }

        private static ServerTls.Identity identity(ServiceConfig config, Address address) throws IOException {
            var identity = config.text("tls.certificate").isEmpty()
                    ? ServerTls.loadOrMake(config.data().resolve("tls"), address.host())
                    : ServerTls.load(Path.of(config.text("tls.certificate")), Path.of(config.text("tls.key")));
            LOG.log(System.Logger.Level.INFO, "TLS with {0}, SHA-256 {1}", identity.certificate(), identity.fingerprint());
            return identity;
        }

        private static Tokens tokens(ServiceConfig config) throws IOException {
            var file = config.text("auth.tokens").isEmpty()
                    ? config.data().resolve("tokens")
                    : Path.of(config.text("auth.tokens"));
            if (!Files.exists(file)) {
                // Its only copy is the file beside: whoever may read that may have it.
                var token = Tokens.add(file, "operator", Tokens.Role.OPERATOR);
                var secret = file.resolveSibling("operator.token");
                Files.deleteIfExists(secret);
                Files.createFile(
                        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(secret, token + "\n");
                LOG.log(System.Logger.Level.INFO, "a first token, of an operator, is in {0}", secret);
            }
            return Tokens.read(file);
        }
    }
}
