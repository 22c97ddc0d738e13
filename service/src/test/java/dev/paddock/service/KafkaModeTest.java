package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.service.internal.http.JobJson;
import dev.paddock.service.internal.kafka.KafkaJobs;
import dev.paddock.service.internal.store.ArtifactStore;
import dev.paddock.service.internal.work.OneShot;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Jobs from Kafka, with a real broker in this JVM; code comes from a folder that the services share. */
@Timeout(120)
class KafkaModeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long GAS = 1_000_000;

    @TempDir
    static Path shared = Path.of("");

    private static TestBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static ArtifactStore store;

    @TempDir
    Path folder = Path.of("");

    private TestBroker.Names names = new TestBroker.Names("", "", "", "");

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(shared);
        producer = broker.producer();
        store = new ArtifactStore(shared.resolve("store"));
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) throws Exception {
        names = broker.create(test.getTestMethod().orElseThrow().getName());
    }

    private ServiceConfig config(String machine) {
        return names.in(Running.config(folder.resolve(machine)), broker)
                .with("store", shared.resolve("store").toString())
                .with("backend", "interpreter");
    }

    private void send(JobRequest job) throws Exception {
        send(job.requestId(), JobJson.bytes(JobJson.of(job)));
    }

    private void send(String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(names.jobs(), key.isEmpty() ? null : utf8(key), value)).get();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> verdicts(int count) {
        try (var reader = broker.reader(names.verdicts())) {
            return reader.await(count, PATIENCE);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        try (var reader = broker.reader(names.deadLetters())) {
            return reader.await(count, PATIENCE);
        }
    }

    private static Verdict verdict(ConsumerRecord<byte[], byte[]> record) {
        return JobJson.status(JobJson.parse(record.value())).verdict().orElseThrow();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Another service of the group takes records so often and gives them back: one that dies each time. */
    private void otherServiceFails(int times) {
        try (var consumer = new KafkaShareConsumer<byte[], byte[]>(Map.of(
                "bootstrap.servers", broker.servers(),
                "group.id", names.group(),
                "share.acknowledgement.mode", "explicit",
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class))) {
            consumer.subscribe(List.of(names.jobs()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (int seen = 0; seen < times; ) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                    seen++;
                }
                assertTrue(System.nanoTime() < end, "nothing is delivered");
            }
            consumer.commitSync();
        }
    }

    /** Through a service that has nothing to do with Kafka but shares the folder. */
    private CodeHash uploadElsewhere(byte[] code) {
        var config = Running.config(folder.resolve("elsewhere"))
                .with("store", shared.resolve("store").toString())
                .with("backend", "interpreter");
        try (var service = Running.start(config);
                var client = PaddockClient.connect(service.uri())) {
            return client.upload(code);
        }
    }

    /** Has the group begin at the oldest record, as the first service does. */
    private void groupExists() {
        Running.start(config("first")).close();
    }

    @Test
    void twoServicesShareTheJobsAndEachJobGetsItsVerdict() throws Exception {
        var countdown = uploadElsewhere(Programs.countdown());
        var trap = uploadElsewhere(Programs.trap());
        var expected = new HashMap<String, String>();
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.INTERPRETER))) {
            for (int i = 0; i < 200; i++) {
                var bad = i % 5 == 0;
                // Every tenth one runs out of gas.
                long gas = i % 10 == 1 ? i : GAS;
                var job = JobRequest.of(bad ? trap : countdown, count(1 + i), gas, Priority.values()[i % 3])
                        .withRequestId("job-" + i);
                // Sent before the first service is there: the group must begin with the oldest record.
                send(job);
                var module = engine.load(bad ? Programs.trap() : Programs.countdown());
                expected.put(job.requestId(), json(OneShot.run(module, job.parameters(), job.gas(), Duration.ZERO)));
            }
        }
        try (var one = Running.start(config("one"));
                var two = Running.start(config("two"));
                var reader = broker.reader(names.verdicts())) {
            reader.firsts(200, PATIENCE);
            var verdicts = TestBroker.byKey(reader.all(TestBroker.LOCK.plusMillis(500)));
            assertEquals(expected.keySet(), verdicts.keySet());
            verdicts.forEach((id, value) -> {
                var status = JobJson.status(JobJson.parse(utf8(value)));
                assertEquals(id, status.requestId());
                assertEquals(expected.get(id), json(status.verdict().orElseThrow()));
            });
            assertTrue(answered(one) + answered(two) >= 200);
        }
    }

    private static byte[] count(int n) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array();
    }

    private static String json(Verdict verdict) {
        return new String(JobJson.bytes(JobJson.of(verdict)), StandardCharsets.UTF_8);
    }

    private static long answered(ValidationService service) throws Exception {
        return deliveries(service, "answered");
    }

    private static long deliveries(ValidationService service, String outcome) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var text = http.send(
                            HttpRequest.newBuilder(service.uri().resolve("/metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            var line = "paddock_kafka_deliveries{outcome=\"" + outcome + "\"} ";
            return text.lines()
                    .filter(l -> l.startsWith(line))
                    .mapToLong(l -> Long.parseLong(l.substring(line.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(text));
        }
    }

    @Test
    void whatIsNoJobBecomesADeadLetter() throws Exception {
        var hash = store.put(Programs.trap());
        var good = JobRequest.of(hash, new byte[4], GAS, Priority.BACKING).withRequestId("good");
        var json = new String(JobJson.bytes(JobJson.of(good)), StandardCharsets.UTF_8);
        send("no-json", utf8("{"));
        send("no-code", utf8("{\"gas\":1,\"parameters\":\"\"}"));
        send("other-key", utf8(json));
        send("too-much-gas", utf8(json.replace("\"good\"", "\"too-much-gas\"").replace("" + GAS, "" + Long.MAX_VALUE)));
        producer.send(new ProducerRecord<byte[], byte[]>(names.jobs(), utf8("no-value"), null)).get();
        send(good);
        try (var service = Running.start(config("one"))) {
            var letters = deadLetters(5);
            assertEquals(
                    Set.of("no-json", "no-code", "other-key", "too-much-gas", "no-value"),
                    letters.stream().map(l -> new String(l.key(), StandardCharsets.UTF_8)).collect(Collectors.toSet()));
            for (var letter : letters) {
                assertEquals("malformed", header(letter, "paddock-reason"));
                assertEquals(names.jobs(), header(letter, "paddock-topic"));
            }
            assertEquals(Set.of("good"), TestBroker.byKey(verdicts(1)).keySet());
            assertEquals(5, deliveries(service, "dead-letter"));
        }
    }

    @Test
    void aJobWithoutAKeyIsNamedByItsPlace() throws Exception {
        var hash = store.put(Programs.trap());
        send("", utf8("{\"code\":\"" + hash + "\",\"gas\":1000,\"parameters\":\"\"}"));
        try (var _ = Running.start(config("one"))) {
            var record = verdicts(1).getFirst();
            assertTrue(new String(record.key(), StandardCharsets.UTF_8).matches(names.jobs() + ":[0-2]:0"));
            assertTrue(verdict(record) instanceof Verdict.Invalid);
        }
    }

    @Test
    void aBucketThatDoesNotAnswerIsTheMachinesFaultToo() throws Exception {
        var hash = CodeHash.of(Programs.endless());
        send(JobRequest.of(hash, new byte[0], GAS, Priority.BACKING).withRequestId("bucket"));
        System.setProperty("aws.accessKeyId", S3Server.KEY_ID);
        System.setProperty("aws.secretAccessKey", "wrong");
        try (var bucket = S3Server.start();
                var service = Running.start(bucket.in(config("one"))
                        .with("store", folder.resolve("own").toString())
                        .with("kafka.max-deliveries", "2"))) {
            var verdict = verdict(verdicts(1).getFirst());
            assertTrue(verdict instanceof Verdict.Internal internal && internal.message().contains(S3Server.BUCKET),
                    verdict::toString);
            assertEquals(1, deliveries(service, "released"));
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void aFaultOfTheMachineIsTriedElsewhereAndAtLastReported() throws Exception {
        var missing = CodeHash.of(utf8("nobody has this"));
        send(JobRequest.of(missing, new byte[0], GAS, Priority.BACKING).withRequestId("lost"));
        try (var service = Running.start(config("one").with("kafka.max-deliveries", "3"))) {
            var verdict = verdict(verdicts(1).getFirst());
            assertTrue(verdict instanceof Verdict.Internal internal && internal.attempts() == 3
                    && internal.message().contains(missing.hex()), verdict::toString);
            assertEquals(2, deliveries(service, "released"));
        }
    }

    @Test
    void whatWasDeliveredTooOftenIsADeadLetterAndStillGetsAVerdict() throws Exception {
        groupExists();
        var hash = store.put(Programs.countdown());
        send(JobRequest.of(hash, count(5), GAS, Priority.BACKING).withRequestId("killer"));
        otherServiceFails(2);
        try (var _ = Running.start(config("one").with("kafka.max-deliveries", "2"))) {
            var letter = deadLetters(1).getFirst();
            assertEquals("killer", new String(letter.key(), StandardCharsets.UTF_8));
            assertEquals("delivered-too-often", header(letter, "paddock-reason"));
            var verdict = verdict(verdicts(1).getFirst());
            assertTrue(verdict instanceof Verdict.PossiblyInvalid doubt && doubt.attempts() == 2, verdict::toString);
        }
    }

    @Test
    void aJobWhoseVerdictIsWrittenIsNotJudgedAgain() throws Exception {
        groupExists();
        var hash = store.put(Programs.countdown());
        var job = JobRequest.of(hash, count(5), GAS, Priority.BACKING).withRequestId("judged");
        send(job);
        otherServiceFails(1);
        // Its own verdict would be another, so that a second one would be seen.
        var earlier = new JobStatus("judged", JobStatus.State.DONE,
                Optional.of(new Verdict.PossiblyInvalid(Verdict.Doubt.WORKER_LOST, "gone", 1)));
        producer.send(new ProducerRecord<>(
                        names.verdicts(), KafkaJobs.verdictPartition("judged", TestBroker.PARTITIONS), utf8("judged"),
                        JobJson.bytes(JobJson.of(earlier))))
                .get();
        try (var service = Running.start(config("one"))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (deliveries(service, "answered-before") == 0 && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertEquals(1, deliveries(service, "answered-before"));
            assertEquals(0, answered(service));
        }
        assertEquals(earlier.verdict().orElseThrow(), verdict(verdicts(1).getFirst()));
        try (var reader = broker.reader(names.verdicts())) {
            assertEquals(1, reader.all(Duration.ofMillis(500)).size());
        }
    }

    @Test
    void theLockOfALongJobIsRenewed() throws Exception {
        var hash = store.put(Programs.endless());
        var deadline = TestBroker.LOCK.multipliedBy(2).plusMillis(500);
        send(JobRequest.of(hash, new byte[0], 1L << 50, Priority.APPROVAL)
                .withRequestId("long")
                .withDeadline(deadline));
        try (var service = Running.start(config("one").with("retry.approval", "0"));
                var reader = broker.reader(names.verdicts())) {
            var verdict = verdict(reader.await(1, PATIENCE).getFirst());
            assertTrue(verdict instanceof Verdict.PossiblyInvalid doubt && doubt.doubt() == Verdict.Doubt.DEADLINE,
                    verdict::toString);
            assertEquals(1, reader.all(TestBroker.LOCK.plusMillis(500)).size());
            assertEquals(1, answered(service));
            assertEquals(0, deliveries(service, "answered-before"), "it was delivered once");
        }
    }

    @Test
    void aServiceThatLeavesGivesItsJobsToOthers() throws Exception {
        var endless = store.put(Programs.endless());
        var countdown = store.put(Programs.countdown());
        var ids = new HashSet<String>();
        try (var one = Running.start(config("one").with("lanes", "1").with("drain", "100ms"))) {
            for (int i = 0; i < 8; i++) {
                ids.add("slow-" + i);
                send(JobRequest.of(endless, new byte[0], 1L << 50, Priority.APPROVAL)
                        .withRequestId("slow-" + i)
                        .withDeadline(Duration.ofMillis(300)));
            }
            verdicts(1);
            assertTrue(one.uri().getPort() > 0);
        }
        ids.add("after");
        send(JobRequest.of(countdown, count(3), GAS, Priority.DISPUTE).withRequestId("after"));
        try (var _ = Running.start(config("two"))) {
            try (var reader = broker.reader(names.verdicts())) {
                assertEquals(ids, reader.firsts(ids.size(), PATIENCE).keySet());
            }
        }
    }

    @Test
    void aMissingTopicIsSaidAtTheStart() {
        var config = config("one").with("kafka.verdicts", "nobody-made-it");
        var failure = assertThrows(IOException.class, () -> ValidationService.start(config));
        assertTrue(String.valueOf(failure.getMessage()).contains("nobody-made-it"), failure::toString);
    }
}
