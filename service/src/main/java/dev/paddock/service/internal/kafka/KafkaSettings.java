package dev.paddock.service.internal.kafka;

import dev.paddock.service.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the operator says about Kafka.
 *
 * @param jobTopics where jobs come from; each has consumers of its own: a backlog in one does not hold up the others
 * @param maxDeliveries after so many without an end, a job is a dead letter
 * @param consumers of each topic
 * @param batch jobs that a consumer takes at a time
 * @param maxMessage bytes of the largest record that is taken or written
 * @param retryDelay from a failure of this machine to the return of the job
 */
record KafkaSettings(
        String servers,
        List<String> jobTopics,
        String verdictTopic,
        String deadLetterTopic,
        String group,
        int maxDeliveries,
        int consumers,
        int batch,
        int maxMessage,
        Duration retryDelay,
        Map<String, Object> further) {

    /** @throws IllegalArgumentException for settings that can't be meant */
    static KafkaSettings of(ServiceConfig config) throws IOException {
        if (config.text("kafka.servers").isEmpty()) {
            throw new IllegalArgumentException("queue = kafka needs kafka.servers, such as one:9092,two:9092");
        }
        var topics = Arrays.stream(config.text("kafka.jobs").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .distinct()
                .toList();
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("kafka.jobs names no topic");
        }
        for (var other : List.of(config.text("kafka.verdicts"), config.text("kafka.dead-letters"))) {
            if (topics.contains(other)) {
                throw new IllegalArgumentException("topic " + other + " can't be for jobs and for answers");
            }
        }
        return new KafkaSettings(
                config.text("kafka.servers"),
                topics,
                config.text("kafka.verdicts"),
                config.text("kafka.dead-letters"),
                config.text("kafka.group"),
                Math.max(1, config.count("kafka.max-deliveries")),
                Math.clamp(config.number("lanes") + 1, 2, 16),
                Math.max(1, config.count("kafka.batch")),
                Math.clamp(config.bytes("request.max-size"), 1 << 20, 1 << 30),
                config.time("retry.delay"),
                further(config.text("kafka.properties")));
    }

    private static Map<String, Object> further(String file) throws IOException {
        if (file.isEmpty()) {
            return Map.of();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        var further = new HashMap<String, Object>();
        properties.stringPropertyNames().forEach(name -> further.put(name, properties.getProperty(name)));
        return Map.copyOf(further);
    }

    Map<String, Object> admin() {
        return properties(Map.of());
    }

    /** No more records than are wanted are acquired, since others could be working on them. */
    Map<String, Object> shareConsumer() {
        return properties(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, group,
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit",
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
    }

    /** Reads partitions that it is told, as a member of no group. */
    Map<String, Object> reader() {
        return properties(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
    }

    /** A record counts as written when all replicas in sync have it, and is written once however often it is sent. */
    Map<String, Object> producer() {
        return properties(Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessage,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }

    private Map<String, Object> properties(Map<String, Object> own) {
        var all = new HashMap<String, Object>(further);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        all.putAll(own);
        return all;
    }
}
