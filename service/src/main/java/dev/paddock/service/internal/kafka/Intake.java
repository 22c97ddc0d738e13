package dev.paddock.service.internal.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of the share group, on a thread of its own. Takes a few records, holds them until they are settled,
 * renews their locks meanwhile, says what became of each, and takes the next ones.
 */
final class Intake implements Runnable {
    private static final System.Logger LOG = System.getLogger(Intake.class.getName());
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration RENEWING = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** Where the broker does not say; its own default is 30 s. */
    private static final int LOCK_MILLIS = 10_000;

    /** Names a record. */
    private record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    /** A record that is locked for us. */
    private static final class Held {
        final CompletableFuture<AcknowledgeType> end;
        /** What the consumer takes an acknowledgement for; none while the lock's renewal is under way. */
        @Nullable ConsumerRecord<byte[], byte[]> inHand;

        long handedOut;

        Held(CompletableFuture<AcknowledgeType> end) {
            this.end = end;
        }
    }

    private final String topic;
    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final Function<List<ConsumerRecord<byte[], byte[]>>, List<CompletableFuture<AcknowledgeType>>> deliveries;
    private final Map<Place, Held> held = new HashMap<>();
    private final CompletableFuture<@Nullable Void> finishing = new CompletableFuture<>();
    private volatile boolean taking = true;
    private volatile @Nullable ShareConsumer<byte[], byte[]> current;

    /** @param deliveries begins to work on records, and says for each when and how it ends, in the same order */
    Intake(
            String topic,
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            Function<List<ConsumerRecord<byte[], byte[]>>, List<CompletableFuture<AcknowledgeType>>> deliveries) {
        this.topic = topic;
        this.consumers = consumers;
        this.deliveries = deliveries;
    }

    @Override
    public void run() {
        while (taking) {
            try (var consumer = consumers.get()) {
                consumer.setAcknowledgementCommitCallback(this::acknowledged);
                consumer.subscribe(List.of(topic));
                current = consumer;
                serve(consumer);
                giveBack(consumer);
            } catch (RuntimeException e) {
                if (taking) {
                    LOG.log(System.Logger.Level.WARNING, "taking jobs from " + topic + " failed, beginning anew", e);
                    pause();
                }
            } finally {
                current = null;
                // Their locks went with the consumer; those that still run write their verdicts all the same.
                held.clear();
            }
        }
    }

    private void pause() {
        try {
            finishing.get(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException | ExecutionException e) {
            stop();
        }
    }

    private void serve(ShareConsumer<byte[], byte[]> consumer) {
        while (!finishing.isDone() && (taking || !held.isEmpty())) {
            take(consumer, poll(consumer));
            int lock = consumer.acquisitionLockTimeoutMs().orElse(LOCK_MILLIS);
            awaitEnds(lock / 3);
            settle(consumer);
            dropLost(2L * lock);
        }
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll(ShareConsumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(held.isEmpty() ? IDLE : RENEWING);
        } catch (WakeupException e) {
            return List.of();
        }
    }

    private void take(ShareConsumer<byte[], byte[]> consumer, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        var fresh = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var record : records) {
            var known = held.get(Place.of(record));
            if (known != null) {
                known.inHand = record;
            } else if (taking) {
                fresh.add(record);
            } else {
                consumer.acknowledge(record, AcknowledgeType.RELEASE);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        var ends = deliveries.apply(fresh);
        for (int i = 0; i < fresh.size(); i++) {
            var record = fresh.get(i);
            var one = new Held(ends.get(i));
            one.inHand = record;
            held.put(Place.of(record), one);
        }
    }

    /** Until all in hand have ended, or their locks want to be renewed. */
    private void awaitEnds(int millis) {
        var ends = held.values().stream()
                .filter(one -> one.inHand != null)
                .map(one -> one.end)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(ends), finishing).get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Which of them have ended, and how, is looked at next.
            return;
        } catch (InterruptedException e) {
            finish();
        }
    }

    /** Tells the consumer of each record in hand; the next poll takes that to the broker. */
    private void settle(ShareConsumer<byte[], byte[]> consumer) {
        for (var each : List.copyOf(held.entrySet())) {
            var one = each.getValue();
            var record = one.inHand;
            if (record == null) {
                continue;
            }
            if (one.end.isDone()) {
                consumer.acknowledge(record, end(one));
                held.remove(each.getKey());
            } else if (!finishing.isDone()) {
                consumer.acknowledge(record, AcknowledgeType.RENEW);
                one.inHand = null;
                one.handedOut = System.nanoTime();
            }
        }
    }

    private static AcknowledgeType end(Held one) {
        return one.end.state() == Future.State.SUCCESS
                ? Objects.requireNonNull(one.end.resultNow())
                : AcknowledgeType.RELEASE;
    }

    /** What the broker made of acknowledgements; called within poll, commit and close. */
    private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
        if (failure == null) {
            return;
        }
        offsets.forEach((partition, each) -> {
            LOG.log(System.Logger.Level.INFO, "{0}: the locks of records {1} are lost, others may get them: {2}",
                    partition.topicPartition(), each, failure.getMessage());
            each.forEach(offset -> held.remove(new Place(partition.topic(), partition.partition(), offset)));
        });
    }

    private void dropLost(long millis) {
        long oldest = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis);
        held.values().removeIf(one -> one.inHand == null && one.handedOut - oldest < 0);
    }

    /** What has not ended goes to others at once. */
    private void giveBack(ShareConsumer<byte[], byte[]> consumer) {
        for (var one : held.values()) {
            var record = one.inHand;
            if (record != null) {
                consumer.acknowledge(record, one.end.isDone() ? end(one) : AcknowledgeType.RELEASE);
            }
        }
        // Closing the consumer takes that to the broker.
    }

    /** Takes no more records, and ends when those at hand have. */
    void stop() {
        taking = false;
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Ends now: what has not ended goes back. */
    void finish() {
        finishing.complete(null);
        stop();
    }
}
