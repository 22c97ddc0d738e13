package dev.paddock.service;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a verdict is asked for.
 *
 * @param requestId the client's name for the job. Asking again by the same name is answered by the same job.
 * @param code an uploaded validation code
 * @param parameters what {@code validate_block} gets
 * @param gas how much the call may use
 * @param deadline how long it may take; none: what the service grants this priority
 * @param priority why the verdict is wanted
 */
public record JobRequest(
        String requestId, CodeHash code, byte[] parameters, long gas, Optional<Duration> deadline, Priority priority) {
    /** What request ids look like: they appear in addresses and logs. */
    public static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public JobRequest {
        if (!REQUEST_ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException("request id: 1 to 128 of A-Z a-z 0-9 . _ : -");
        }
        if (gas < 0) {
            throw new IllegalArgumentException("gas " + gas + " is negative");
        }
        if (deadline.isPresent() && (deadline.get().isNegative() || deadline.get().isZero())) {
            throw new IllegalArgumentException("deadline " + deadline.get() + " is not above zero");
        }
    }

    /** A request under a fresh name. */
    public static JobRequest of(CodeHash code, byte[] parameters, long gas, Priority priority) {
        return new JobRequest(UUID.randomUUID().toString(), code, parameters, gas, Optional.empty(), priority);
    }

    public JobRequest withRequestId(String requestId) {
        return new JobRequest(requestId, code, parameters, gas, deadline, priority);
    }

    public JobRequest withDeadline(Duration deadline) {
        return new JobRequest(requestId, code, parameters, gas, Optional.of(deadline), priority);
    }
}
