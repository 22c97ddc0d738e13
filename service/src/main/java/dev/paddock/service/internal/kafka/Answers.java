package dev.paddock.service.internal.kafka;

import dev.paddock.service.JobStatus;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.http.JobJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Writes verdicts and dead letters; what it wrote is there when it returns. For any number of threads. */
final class Answers implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final Producer<byte[], byte[]> producer;

    Answers(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer());
    }

    /** Where all verdicts of a request id are. */
    static int partition(String requestId, int partitions) {
        var sum = new CRC32C();
        sum.update(requestId.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % partitions);
    }

    void verdict(String requestId, Verdict verdict) throws IOException, InterruptedException {
        try {
            writeVerdict(requestId, verdict);
        } catch (TooLarge e) {
            writeVerdict(requestId, new Verdict.Internal("the verdict topic does not take records of that size: "
                    + e.getMessage() + " (max.message.bytes)", 1));
        }
    }

    private void writeVerdict(String requestId, Verdict verdict) throws IOException, InterruptedException {
        var status = new JobStatus(requestId, JobStatus.State.DONE, Optional.of(verdict));
        try {
            int partitions = producer.partitionsFor(settings.verdictTopic()).size();
            write(new ProducerRecord<>(
                    settings.verdictTopic(),
                    partition(requestId, partitions),
                    requestId.getBytes(StandardCharsets.UTF_8),
                    JobJson.bytes(JobJson.of(status))));
        } catch (KafkaException e) {
            throw failed(settings.verdictTopic(), e);
        }
    }

    /** The record as it was, and in its headers why it is here; without its value where that is too large. */
    void deadLetter(ConsumerRecord<byte[], byte[]> record, String reason, String message)
            throws IOException, InterruptedException {
        try {
            writeDeadLetter(record, record.value(), reason, message);
        } catch (TooLarge e) {
            writeDeadLetter(record, null, reason, message + "; its value is too large for this topic");
        }
    }

    private void writeDeadLetter(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, String reason, String message)
            throws IOException, InterruptedException {
        var letter = new ProducerRecord<byte[], byte[]>(settings.deadLetterTopic(), record.key(), value);
        record.headers().forEach(letter.headers()::add);
        header(letter, "paddock-reason", reason);
        header(letter, "paddock-message", message);
        header(letter, "paddock-topic", record.topic());
        header(letter, "paddock-partition", Integer.toString(record.partition()));
        header(letter, "paddock-offset", Long.toString(record.offset()));
        header(letter, "paddock-delivery", record.deliveryCount().map(String::valueOf).orElse(""));
        try {
            write(letter);
        } catch (KafkaException e) {
            throw failed(settings.deadLetterTopic(), e);
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().remove(name);
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void write(ProducerRecord<byte[], byte[]> record) throws IOException, InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw new TooLarge(tooLarge);
            }
            throw failed(record.topic(), e.getCause() == null ? e : e.getCause());
        }
    }

    private static IOException failed(String topic, Throwable cause) {
        return new IOException("topic " + topic + " can't be written: " + cause.getMessage(), cause);
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(RecordTooLargeException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
