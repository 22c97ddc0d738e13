package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.service.internal.http.JobJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three services on one share group, one of which is killed with -9 every few seconds under load and comes back: every job
 * gets its verdict, and where it gets two, they are the same to the byte. scripts/service-kafka.sh
 */
@Tag("long")
class KafkaKilledServicesTest {
    private static final int SERVICES = 3;
    private static final Duration LOCK = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @TempDir
    Path folder = Path.of("");

    private final Workload workload = new Workload();
    private final Map<String, String> expected = new ConcurrentHashMap<>();
    private final List<ServiceProcess> services = new ArrayList<>();

    @Test
    @Timeout(1800)
    void everyJobGetsItsVerdictWhoeverDies() throws Exception {
        int kills = Integer.getInteger("paddock.kills", 10);
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        var random = new Random(seed);
        try (var broker = TestBroker.start(folder, LOCK)) {
            var names = broker.create("killed");
            uploadElsewhere();
            for (int i = 0; i < SERVICES; i++) {
                services.add(start(broker, names, i));
            }
            var stop = new AtomicBoolean();
            var sender = Thread.ofPlatform().start(() -> send(broker, names, stop));
            for (int kill = 0; kill < kills; kill++) {
                Thread.sleep(2000 + random.nextInt(2000));
                int victim = random.nextInt(SERVICES);
                services.get(victim).kill();
                services.set(victim, start(broker, names, victim));
                System.out.printf("kill %d: service %d is back; %d jobs sent%n", kill, victim, expected.size());
            }
            stop.set(true);
            sender.join();
            check(broker, names, seed);
        } finally {
            services.forEach(ServiceProcess::close);
        }
    }

    private void uploadElsewhere() {
        var config = Running.config(folder.resolve("elsewhere")).with("store", store()).with("backend", "interpreter");
        try (var service = Running.start(config);
                var client = PaddockClient.connect(service.uri())) {
            workload.upload(client);
        }
    }

    private String store() {
        return folder.resolve("store").toString();
    }

    private ServiceProcess start(TestBroker broker, TestBroker.Names names, int number) throws Exception {
        var settings = new HashMap<>(names.settings(broker));
        settings.putAll(Map.of(
                "listen", "127.0.0.1:0",
                "data", folder.resolve("data-" + number).toString(),
                "store", store(),
                // A machine with too much to do loses locks as well; that is not what is tested here.
                "kafka.max-deliveries", "8",
                "retry.delay", "100ms"));
        return ServiceProcess.start(List.of("-Xmx256m"), settings, folder.resolve("log-" + number));
    }

    private void send(TestBroker broker, TestBroker.Names names, AtomicBoolean stop) {
        int perSecond = Integer.getInteger("paddock.rate", 200);
        try (var producer = broker.producer()) {
            for (int number = 0; !stop.get(); number++) {
                var job = workload.job(number, Priority.values()[number % 3]);
                expected.put(job.requestId(), workload.expected(job));
                producer.send(new ProducerRecord<>(
                                names.jobs(),
                                job.requestId().getBytes(StandardCharsets.UTF_8),
                                JobJson.bytes(JobJson.of(job))))
                        .get();
                Thread.sleep(Duration.ofSeconds(1).dividedBy(perSecond));
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("sending failed", e);
        }
    }

    private void check(TestBroker broker, TestBroker.Names names, long seed) {
        try (var reader = broker.reader(names.verdicts())) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            var records = reader.all(Duration.ofMillis(500));
            while (TestBroker.byKey(records).size() < expected.size() && System.nanoTime() < end) {
                records = reader.all(Duration.ofMillis(500));
            }
            // What was on its way when the last verdict came may still become a second one.
            records = reader.all(LOCK);
            var verdicts = TestBroker.byKey(records);
            var without = new TreeSet<>(expected.keySet());
            without.removeAll(verdicts.keySet());
            assertEquals("[]", without.toString(), "jobs without a verdict, seed " + seed);
            assertEquals(expected.size(), verdicts.size());
            verdicts.forEach((id, value) -> assertEquals(
                    expected.get(id),
                    Workload.json(JobJson.status(JobJson.parse(value.getBytes(StandardCharsets.UTF_8)))
                            .verdict()
                            .orElseThrow()),
                    id));
            System.out.printf("%d jobs, each has its verdict; %d of them came twice, the same to the byte; seed %d%n",
                    expected.size(), records.size() - verdicts.size(), seed);
        }
        try (var reader = broker.reader(names.deadLetters())) {
            assertEquals(0, reader.all(Duration.ofMillis(500)).size(), "dead letters");
        }
    }
}
