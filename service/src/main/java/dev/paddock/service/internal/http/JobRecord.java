package dev.paddock.service.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.service.JobRequest;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.journal.Entry;
import java.time.Duration;
import java.util.Optional;

/**
 * A job with its verdict, to be kept or sent and run again elsewhere.
 *
 * @param job what was asked
 * @param verdict what was answered
 */
public record JobRecord(JobRequest job, Optional<Verdict> verdict) {
    static ObjectNode json(Entry.Submitted job, Optional<Entry.Concluded> end) {
        var record = of(job, end);
        var node = JobJson.object();
        node.set("job", JobJson.of(record.job()));
        node.put("submittedMillis", job.time());
        end.ifPresent(e -> {
            node.put("concludedMillis", e.time()).put("attempts", e.attempts()).put("runMicros", e.runNanos() / 1000);
            node.set("verdict", JobJson.of(e.verdict()));
        });
        return node;
    }

    public static JobRecord of(Entry.Submitted job, Optional<Entry.Concluded> end) {
        var request = new JobRequest(
                job.requestId(), job.code(), job.parameters(), job.gas(),
                Optional.of(Duration.ofNanos(job.deadlineNanos())), job.priority());
        return new JobRecord(request, end.map(Entry.Concluded::verdict));
    }

    /** @throws dev.paddock.service.Rejection if it is none */
    public static JobRecord parse(byte[] bytes) {
        JsonNode node = JobJson.parse(bytes);
        var verdict = node.has("verdict") ? Optional.of(JobJson.verdict(node.get("verdict"))) : Optional.<Verdict>empty();
        return new JobRecord(JobJson.job(node.path("job")), verdict);
    }
}
