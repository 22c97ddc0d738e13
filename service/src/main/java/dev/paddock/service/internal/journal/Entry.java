package dev.paddock.service.internal.journal;

import dev.paddock.service.CodeHash;
import dev.paddock.service.Priority;
import dev.paddock.service.Verdict;
import java.util.HexFormat;

/** One record of the journal. */
public sealed interface Entry {
    /** The job's number; it orders all jobs of a service. */
    long number();

    /** Milliseconds since 1970. */
    long time();

    /** A job that is about to be acknowledged. */
    record Submitted(
            long number,
            long time,
            String client,
            String requestId,
            Priority priority,
            long gas,
            long deadlineNanos,
            CodeHash code,
            byte[] parameters)
            implements Entry {}

    /**
     * An attempt that came to nothing, before the job is tried again.
     *
     * @param failure its class of error: an ordinal of those that the policy of retries counts
     */
    record Failed(long number, long time, int failure) implements Entry {}

    /** A verdict that is about to be reported. */
    record Concluded(long number, long time, int attempts, long runNanos, Verdict verdict) implements Entry {}

    /** The code of a job's record, without copying it into text first. */
    static CodeHash hash(byte[] bytes) {
        return new CodeHash(HexFormat.of().formatHex(bytes));
    }
}
