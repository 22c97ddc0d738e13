package dev.paddock.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/** A real Kafka broker, which is its own controller, in this JVM, on free ports of loopback. */
final class TestBroker implements AutoCloseable {
    /** How long a record stays with who does not settle it; Kafka's own shortest time is 15 s. */
    static final Duration LOCK = Duration.ofMillis(1500);

    static final int PARTITIONS = 3;
    /** Held, or the level would go with the logger. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("org.apache.kafka"), Logger.getLogger("kafka"), Logger.getLogger("state.change.logger"));

    private final KafkaRaftServer server;
    private final String servers;
    private final Admin admin;

    private TestBroker(KafkaRaftServer server, String servers) {
        this.server = server;
        this.servers = servers;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    static TestBroker start(Path folder) throws IOException {
        return start(folder, LOCK);
    }

    static TestBroker start(Path folder, Duration lock) throws IOException {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        int port = freePort();
        int controller = freePort();
        var properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.bootstrap.servers", "127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", folder.resolve("kafka").toString(),
                "auto.create.topics.enable", "false"));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "3",
                "group.share.min.record.lock.duration.ms", Long.toString(lock.toMillis()),
                "group.share.record.lock.duration.ms", Long.toString(lock.toMillis()),
                "log.cleaner.enable", "false"));
        // A member hears of its partitions at its next heartbeat: 5 s by default.
        properties.putAll(Map.of(
                "group.share.min.heartbeat.interval.ms", "300",
                "group.share.heartbeat.interval.ms", "300",
                "group.share.assignment.interval.ms", "100"));
        var file = folder.resolve("kafka.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        format(file);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
        return new TestBroker(server, "127.0.0.1:" + port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void format(Path file) {
        var out = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "--standalone", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(out, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new AssertionError("the broker's folder can't be formatted: " + out.toString(StandardCharsets.UTF_8));
        }
    }

    String servers() {
        return servers;
    }

    /** Three topics, one of them for jobs, and a group of their own for one test. */
    record Names(String jobs, String verdicts, String deadLetters, String group) {
        ServiceConfig in(ServiceConfig config, TestBroker broker) {
            return config.withAll(settings(broker));
        }

        Map<String, String> settings(TestBroker broker) {
            return Map.of(
                    "queue", "kafka",
                    "kafka.servers", broker.servers(),
                    "kafka.jobs", jobs,
                    "kafka.verdicts", verdicts,
                    "kafka.dead-letters", deadLetters,
                    "kafka.group", group);
        }
    }

    Names create(String test) throws Exception {
        var names = new Names(test + "-jobs", test + "-verdicts", test + "-dead", test + "-group");
        admin.createTopics(List.of(
                        new NewTopic(names.jobs(), PARTITIONS, (short) 1),
                        new NewTopic(names.verdicts(), PARTITIONS, (short) 1),
                        new NewTopic(names.deadLetters(), 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        return names;
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers", servers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class));
    }

    /** Reads a topic from its first record on, until so many are there. */
    Reader reader(String topic) {
        return new Reader(topic);
    }

    /** What is in a topic. */
    final class Reader implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

        private Reader(String topic) {
            consumer = new KafkaConsumer<>(Map.of(
                    "bootstrap.servers", servers,
                    "key.deserializer", ByteArrayDeserializer.class,
                    "value.deserializer", ByteArrayDeserializer.class));
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /** Waits until there are that many; there may be more. */
        List<ConsumerRecord<byte[], byte[]>> await(int count, Duration patience) {
            long end = System.nanoTime() + patience.toNanos();
            while (records.size() < count && System.nanoTime() < end) {
                more(Duration.ofMillis(100));
            }
            if (records.size() < count) {
                throw new AssertionError("only " + records.size() + " of " + count + " records within " + patience);
            }
            return List.copyOf(records);
        }

        /** The first value of each key, once there are so many keys. */
        Map<String, String> firsts(int keys, Duration patience) {
            long end = System.nanoTime() + patience.toNanos();
            var firsts = new HashMap<String, String>();
            while (System.nanoTime() < end) {
                more(Duration.ofMillis(100));
                records.forEach(record -> firsts.putIfAbsent(
                        new String(record.key(), StandardCharsets.UTF_8),
                        new String(record.value(), StandardCharsets.UTF_8)));
                if (firsts.size() >= keys) {
                    return firsts;
                }
            }
            throw new AssertionError("only " + firsts.size() + " of " + keys + " keys within " + patience);
        }

        /** All that are there, and come meanwhile. */
        List<ConsumerRecord<byte[], byte[]>> all(Duration meanwhile) {
            long end = System.nanoTime() + meanwhile.toNanos();
            while (System.nanoTime() < end) {
                more(Duration.ofMillis(100));
            }
            return List.copyOf(records);
        }

        private void more(Duration patience) {
            consumer.poll(patience).forEach(records::add);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** Values by key; two values of one key must be the same. */
    static Map<String, String> byKey(List<ConsumerRecord<byte[], byte[]>> records) {
        var values = new HashMap<String, String>();
        for (var record : records) {
            var key = new String(record.key(), StandardCharsets.UTF_8);
            var value = new String(record.value(), StandardCharsets.UTF_8);
            var other = values.put(key, value);
            if (other != null && !other.equals(value)) {
                throw new AssertionError("two verdicts of " + key + ": " + other + " and " + value);
            }
        }
        return values;
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
