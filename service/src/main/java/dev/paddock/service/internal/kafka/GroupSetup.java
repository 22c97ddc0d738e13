package dev.paddock.service.internal.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What must hold of the cluster before jobs are taken from it. */
final class GroupSetup {
    private static final System.Logger LOG = System.getLogger(GroupSetup.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A topic that has just been made is not known to every broker at once. */
    private static final Duration NEWS = Duration.ofSeconds(5);
    private static final String RESET = "share.auto.offset.reset";
    private static final String DELIVERIES = "share.delivery.count.limit";
    /** Deliveries beyond those of a job, so that its dead letter is written even if who writes it dies. */
    private static final int SPARE = 2;

    private GroupSetup() {}

    /**
     * Sees that the topics exist, that the group begins with the oldest record, and that the broker delivers often
     * enough for the last delivery to become a dead letter: it drops, without a word, what was delivered more often.
     *
     * @throws IOException when jobs would be lost, or no broker answers
     */
    static void check(KafkaSettings settings) throws IOException {
        try (var admin = Admin.create(settings.admin())) {
            requireTopics(admin, settings);
            setUpGroup(admin, settings);
        } catch (KafkaException e) {
            throw new IOException("Kafka at " + settings.servers() + ": " + e.getMessage(), e);
        }
    }

    private static void requireTopics(Admin admin, KafkaSettings settings) throws IOException {
        var topics = new HashSet<>(settings.jobTopics());
        topics.add(settings.verdictTopic());
        topics.add(settings.deadLetterTopic());
        var end = System.nanoTime() + NEWS.toNanos();
        for (var topic : topics) {
            while (!exists(admin, topic)) {
                if (System.nanoTime() > end) {
                    throw new IOException("topic " + topic + " does not exist; create it first, with as many partitions"
                            + " and replicas as it is to have");
                }
                pause();
            }
        }
    }

    private static boolean exists(Admin admin, String topic) throws IOException {
        try {
            get(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new IOException("topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void setUpGroup(Admin admin, KafkaSettings settings) throws IOException {
        var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        int deliveries = settings.maxDeliveries() + SPARE;
        var changes = new ArrayList<AlterConfigOp>();
        try {
            var config = get(Objects.requireNonNull(admin.describeConfigs(List.of(group)).values().get(group)));
            if (!"earliest".equals(value(config, RESET))) {
                changes.add(set(RESET, "earliest"));
            }
            var limit = value(config, DELIVERIES);
            if (!limit.isEmpty() && Integer.parseInt(limit) <= settings.maxDeliveries()) {
                changes.add(set(DELIVERIES, Integer.toString(deliveries)));
            }
            if (!changes.isEmpty()) {
                get(admin.incrementalAlterConfigs(Map.of(group, changes)).all());
                LOG.log(System.Logger.Level.INFO, "share group {0}: set {1}", settings.group(), changes);
            }
        } catch (ExecutionException e) {
            // Who may not look may still be allowed to work.
            LOG.log(System.Logger.Level.WARNING,
                    "share group {0}: can''t see to it that {1} = earliest and {2} > {3}: {4}",
                    settings.group(), RESET, DELIVERIES, settings.maxDeliveries(), e.getMessage());
        }
    }

    private static String value(Config config, String name) {
        var entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static <T> T get(KafkaFuture<T> future) throws IOException, ExecutionException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no broker answers within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
