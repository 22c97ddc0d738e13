package dev.paddock.service.internal.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.service.JobRequest;
import dev.paddock.service.Rejection;
import dev.paddock.service.internal.http.JobJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Jobs as records: the key is the request id, the value the JSON of {@code POST /v1/jobs}. */
final class JobMessage {
    private JobMessage() {}

    /**
     * The job in a record. Its request id is the key's; without a key that of the JSON; without either it is named
     * after the record's place, so that it has the same name whenever it is delivered.
     *
     * @throws Rejection if there is none
     */
    static JobRequest parse(ConsumerRecord<byte[], byte[]> record, int maxSize) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw malformed("the record has no value; the JSON of a job is wanted");
        }
        if (value.length > maxSize) {
            throw new Rejection(Rejection.Kind.TOO_LARGE, "the record has " + value.length + " bytes; at most "
                    + maxSize + " are taken (request.max-size)");
        }
        var node = JobJson.parse(value);
        if (!(node instanceof ObjectNode object)) {
            throw malformed("a job is a JSON object");
        }
        var inside = object.path("requestId");
        if (key != null && key.length > 0) {
            var id = new String(key, StandardCharsets.UTF_8);
            if (inside.isMissingNode()) {
                object.put("requestId", id);
            } else if (!Arrays.equals(key, inside.asText().getBytes(StandardCharsets.UTF_8))) {
                throw malformed("the record's key and its requestId differ");
            }
        } else if (inside.isMissingNode()) {
            object.put("requestId", record.topic() + ":" + record.partition() + ":" + record.offset());
        }
        return JobJson.job(object);
    }

    private static Rejection malformed(String message) {
        return new Rejection(Rejection.Kind.MALFORMED, message);
    }
}
