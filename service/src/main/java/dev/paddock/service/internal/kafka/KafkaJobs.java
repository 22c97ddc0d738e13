package dev.paddock.service.internal.kafka;

import dev.paddock.service.Rejection;
import dev.paddock.service.ServiceConfig;
import dev.paddock.service.internal.work.Jobs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;

/** Takes jobs from Kafka until it is closed. */
public final class KafkaJobs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KafkaJobs.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Delivery.Desk desk;
    private final VerdictSearch search;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("paddock-delivery-", 0).factory());
    private final List<Intake> intakes = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();

    private KafkaJobs(Delivery.Desk desk, VerdictSearch search) {
        this.desk = desk;
        this.search = search;
    }

    /**
     * Begins to take jobs.
     *
     * @param codes brings the code that jobs name
     * @param outcomes hears how each delivery ended
     * @throws IOException when no broker answers, or a topic is missing
     * @throws IllegalArgumentException for settings that can't be meant
     */
    public static KafkaJobs start(ServiceConfig config, Jobs jobs, CodeSource codes, Outcomes outcomes)
            throws IOException {
        var settings = KafkaSettings.of(config);
        GroupSetup.check(settings);
        var kafka = new KafkaJobs(
                new Delivery.Desk(settings, jobs, codes, new Answers(settings), outcomes), new VerdictSearch(settings));
        for (var topic : settings.jobTopics()) {
            for (int i = 0; i < settings.consumers(); i++) {
                var intake = new Intake(topic, () -> new KafkaShareConsumer<>(settings.shareConsumer()), kafka::begin);
                kafka.intakes.add(intake);
                kafka.running.add(Thread.ofPlatform().name("paddock-kafka-" + topic + "-" + i).start(intake));
            }
        }
        LOG.log(System.Logger.Level.INFO, "taking jobs from {0} at {1} as one of group {2}", settings.jobTopics(),
                settings.servers(), settings.group());
        return kafka;
    }

    private List<CompletableFuture<AcknowledgeType>> begin(List<ConsumerRecord<byte[], byte[]>> records) {
        var again = records.stream().filter(record -> Delivery.number(record) > 1).toList();
        var answered = again.isEmpty()
                ? CompletableFuture.completedFuture(Set.<String>of())
                : CompletableFuture.supplyAsync(() -> answered(again), threads);
        return records.stream().map(record -> begin(record, answered)).toList();
    }

    private CompletableFuture<AcknowledgeType> begin(
            ConsumerRecord<byte[], byte[]> record, CompletableFuture<Set<String>> answered) {
        var end = new CompletableFuture<AcknowledgeType>();
        threads.execute(() -> {
            try {
                end.complete(
                        Delivery.number(record) > 1 && isAnswered(record, answered.join())
                                ? AcknowledgeType.ACCEPT
                                : new Delivery(desk, record).call());
            } catch (InterruptedException | RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private boolean isAnswered(ConsumerRecord<byte[], byte[]> record, Set<String> answered) {
        boolean is = requestId(record).filter(answered::contains).isPresent();
        if (is) {
            desk.outcomes().settled("answered-before");
        }
        return is;
    }

    private Set<String> answered(List<ConsumerRecord<byte[], byte[]>> records) {
        var since = new HashMap<String, Long>();
        records.forEach(record -> requestId(record).ifPresent(id -> since.merge(id, record.timestamp(), Math::min)));
        if (since.isEmpty()) {
            return Set.of();
        }
        try {
            return search.answered(Map.copyOf(since));
        } catch (KafkaException e) {
            LOG.log(System.Logger.Level.WARNING, "can''t look for earlier verdicts: {0}", e.getMessage());
            return Set.of();
        }
    }

    private Optional<String> requestId(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(JobMessage.parse(record, desk.settings().maxMessage()).requestId());
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    /** The partition where all verdicts of a request id are: the id's CRC-32C, modulo the topic's partitions. */
    public static int verdictPartition(String requestId, int partitions) {
        return Answers.partition(requestId, partitions);
    }

    /** Takes no more jobs; those at hand may come to their end. */
    public void stopTaking() {
        intakes.forEach(Intake::stop);
    }

    /** Ends; what has no verdict goes to other services. */
    @Override
    public void close() {
        intakes.forEach(Intake::finish);
        long end = System.nanoTime() + CLOSING.toNanos();
        try {
            for (var thread : running) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        search.close();
        desk.answers().close();
    }
}
