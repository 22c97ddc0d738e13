package dev.paddock.service.internal.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks whether a job that was delivered before has its verdict already: reads the one partition where it would be,
 * from the time of the job on. To miss one does no harm, for the first verdict counts; so it gives up rather than takes
 * long.
 */
final class VerdictSearch implements AutoCloseable {
    /** How far the clocks of those who write to Kafka may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final Consumer<byte[], byte[]> consumer;

    VerdictSearch(KafkaSettings settings) {
        this.settings = settings;
        this.consumer = new KafkaConsumer<>(settings.reader());
    }

    /**
     * @param since request ids, and when their jobs were written, in milliseconds since 1970
     * @return those that have a verdict
     */
    synchronized Set<String> answered(Map<String, Long> since) {
        int partitions = consumer.partitionsFor(settings.verdictTopic()).size();
        var from = new HashMap<TopicPartition, Long>();
        since.forEach((id, time) -> from.merge(
                new TopicPartition(settings.verdictTopic(), Answers.partition(id, partitions)),
                Math.max(0, time - CLOCKS.toMillis()),
                Math::min));
        var ends = consumer.endOffsets(from.keySet());
        consumer.assign(from.keySet());
        try {
            consumer.offsetsForTimes(from).forEach((partition, offset) -> {
                if (offset != null) {
                    consumer.seek(partition, offset.offset());
                } else {
                    consumer.seekToEnd(Set.of(partition));
                }
            });
            return read(since.keySet(), ends);
        } finally {
            consumer.unsubscribe();
        }
    }

    private Set<String> read(Set<String> wanted, Map<TopicPartition, Long> ends) {
        var found = new HashSet<String>();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (found.size() < wanted.size()
                && System.nanoTime() < giveUp
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(POLL)) {
                var key = record.key();
                if (key != null) {
                    var id = new String(key, StandardCharsets.UTF_8);
                    if (wanted.contains(id)) {
                        found.add(id);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
