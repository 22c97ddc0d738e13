package dev.paddock.service.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.JobStatus;
import dev.paddock.service.Priority;
import dev.paddock.service.Rejection;
import dev.paddock.service.ValidationResult;
import dev.paddock.service.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Requests and answers as JSON. Bytes that clients send are base64, hashes are hex. */
public final class JobJson {
    private static final Set<String> JOB_FIELDS =
            Set.of("requestId", "code", "parameters", "gas", "deadlineMillis", "priority");
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(256 << 20)
                            .maxNestingDepth(20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JobJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @throws Rejection if these bytes are no JSON */
    public static JsonNode parse(byte[] bytes) {
        try {
            var node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw malformed("the body is empty; a JSON value is wanted");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed("the body can't be read: " + e.getMessage());
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON of our own making", e);
        }
    }

    // ---- jobs

    /** @throws Rejection if it is no job, with what would be one */
    public static JobRequest job(JsonNode node) {
        if (!node.isObject()) {
            throw malformed("a job is a JSON object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!JOB_FIELDS.contains(name)) {
                throw malformed("a job has no \"" + name
                        + "\"; it has requestId, code, parameters, gas, deadlineMillis, priority");
            }
        });
        try {
            var requestId = node.has("requestId") ? text(node, "requestId") : UUID.randomUUID().toString();
            var code = CodeHash.parse(text(node, "code"));
            var parameters = Base64.getDecoder().decode(text(node, "parameters"));
            var deadline = node.has("deadlineMillis")
                    ? Optional.of(Duration.ofMillis(whole(node, "deadlineMillis")))
                    : Optional.<Duration>empty();
            var priority = node.has("priority") ? priority(text(node, "priority")) : Priority.BACKING;
            return new JobRequest(requestId, code, parameters, whole(node, "gas"), deadline, priority);
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    public static ObjectNode of(JobRequest job) {
        var node = object()
                .put("requestId", job.requestId())
                .put("code", job.code().hex())
                .put("parameters", Base64.getEncoder().encodeToString(job.parameters()))
                .put("gas", job.gas())
                .put("priority", job.priority().label());
        job.deadline().ifPresent(deadline -> node.put("deadlineMillis", Math.max(1, deadline.toMillis())));
        return node;
    }

    private static Priority priority(String label) {
        return Priority.byLabel(label)
                .orElseThrow(() -> malformed("priority \"" + label + "\": choose from dispute, approval, backing"));
    }

    // ---- answers

    public static ObjectNode of(JobStatus status) {
        var node = object().put("requestId", status.requestId()).put("state", status.state().label());
        status.verdict().ifPresent(verdict -> node.set("verdict", of(verdict)));
        return node;
    }

    /** @throws IllegalArgumentException if it is none */
    public static JobStatus status(JsonNode node) {
        var label = text(node, "state");
        for (var state : JobStatus.State.values()) {
            if (state.label().equals(label)) {
                var verdict = node.has("verdict") ? Optional.of(verdict(node.get("verdict"))) : Optional.<Verdict>empty();
                return new JobStatus(text(node, "requestId"), state, verdict);
            }
        }
        throw new IllegalArgumentException("state \"" + label + "\"");
    }

    public static ObjectNode of(Verdict verdict) {
        var node = object().put("verdict", verdict.label());
        switch (verdict) {
            case Verdict.Valid valid -> result(node.put("gasUsed", valid.gasUsed()), valid.result());
            case Verdict.Invalid invalid -> {
                node.put("reason", invalid.reason().label()).put("message", invalid.message());
                invalid.pc().ifPresent(pc -> node.put("pc", pc));
                if (!invalid.source().isEmpty()) {
                    node.put("source", invalid.source());
                }
                node.put("gasUsed", invalid.gasUsed());
            }
            case Verdict.PossiblyInvalid doubt ->
                node.put("reason", doubt.doubt().label())
                        .put("message", doubt.message())
                        .put("attempts", doubt.attempts());
            case Verdict.Internal internal ->
                node.put("message", internal.message()).put("attempts", internal.attempts());
            case Verdict.Cancelled _ -> {}
        }
        return node;
    }

    private static void result(ObjectNode node, ValidationResult result) {
        var hex = HexFormat.of();
        var base64 = Base64.getEncoder();
        node.put("headData", hex.formatHex(result.headData()));
        result.newValidationCode().ifPresent(code -> node.put("newValidationCode", base64.encodeToString(code)));
        var upward = node.putArray("upwardMessages");
        result.upwardMessages().forEach(message -> upward.add(base64.encodeToString(message)));
        var horizontal = node.putArray("horizontalMessages");
        result.horizontalMessages()
                .forEach(message -> horizontal.addObject()
                        .put("recipient", Integer.toUnsignedLong(message.recipient()))
                        .put("data", base64.encodeToString(message.data())));
        node.put("processedDownwardMessages", Integer.toUnsignedLong(result.processedDownwardMessages()));
        node.put("hrmpWatermark", Integer.toUnsignedLong(result.hrmpWatermark()));
    }

    /** @throws IllegalArgumentException if it is none */
    public static Verdict verdict(JsonNode node) {
        var label = text(node, "verdict");
        return switch (label) {
            case "valid" -> new Verdict.Valid(result(node), whole(node, "gasUsed"));
            case "invalid" -> new Verdict.Invalid(
                    named(Verdict.Reason.values(), Verdict.Reason::label, text(node, "reason")),
                    text(node, "message"),
                    node.has("pc") ? OptionalInt.of(node.get("pc").intValue()) : OptionalInt.empty(),
                    node.path("source").asText(""),
                    whole(node, "gasUsed"));
            case "possibly-invalid" -> new Verdict.PossiblyInvalid(
                    named(Verdict.Doubt.values(), Verdict.Doubt::label, text(node, "reason")),
                    text(node, "message"),
                    (int) whole(node, "attempts"));
            case "internal" -> new Verdict.Internal(text(node, "message"), (int) whole(node, "attempts"));
            case "cancelled" -> new Verdict.Cancelled();
            default -> throw new IllegalArgumentException("verdict \"" + label + "\"");
        };
    }

    private static ValidationResult result(JsonNode node) {
        var base64 = Base64.getDecoder();
        var code = node.has("newValidationCode")
                ? Optional.of(base64.decode(text(node, "newValidationCode")))
                : Optional.<byte[]>empty();
        List<byte[]> upward = new ArrayList<>();
        node.path("upwardMessages").forEach(message -> upward.add(base64.decode(message.asText())));
        List<ValidationResult.HorizontalMessage> horizontal = new ArrayList<>();
        node.path("horizontalMessages")
                .forEach(message -> horizontal.add(new ValidationResult.HorizontalMessage(
                        (int) message.path("recipient").asLong(), base64.decode(message.path("data").asText()))));
        return new ValidationResult(
                HexFormat.of().parseHex(text(node, "headData")),
                code,
                upward,
                horizontal,
                (int) whole(node, "processedDownwardMessages"),
                (int) whole(node, "hrmpWatermark"));
    }

    private static <T> T named(T[] values, java.util.function.Function<T, String> label, String wanted) {
        for (var value : values) {
            if (label.apply(value).equals(wanted)) {
                return value;
            }
        }
        throw new IllegalArgumentException("reason \"" + wanted + "\"");
    }

    // ---- fields

    private static String text(JsonNode node, String name) {
        var value = node.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" is wanted, a string");
        }
        return value.textValue();
    }

    private static long whole(JsonNode node, String name) {
        var value = node.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("\"" + name + "\" is wanted, a whole number of 64 bits");
        }
        return value.longValue();
    }

    private static Rejection malformed(String message) {
        return new Rejection(Rejection.Kind.MALFORMED, message);
    }
}
