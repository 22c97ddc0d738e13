package dev.paddock.service.internal.work;

import dev.paddock.service.CodeHash;
import dev.paddock.service.JobStatus;
import dev.paddock.service.Priority;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.journal.Position;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job from its acceptance until it is forgotten. Its fields are {@link Jobs}' own, under the lock of that. */
public final class Job {
    /** Names a job: what one client calls X is not what another calls X. */
    public record Key(String client, String requestId) {}

    private static final CompletableFuture<@Nullable Void> WRITTEN = CompletableFuture.completedFuture(null);

    final long number;
    final Key key;
    final Priority priority;
    final CodeHash code;
    final long gas;
    final long deadlineNanos;
    final int parameterSize;
    /** Tells a repetition from another job of the same name. */
    final long fingerprint;
    final long submittedNanos;

    /** Kept while there is room; else they are read from the journal. */
    byte @Nullable [] parameters;

    @Nullable Position position;
    volatile CompletableFuture<@Nullable Void> accepted = new CompletableFuture<>();
    volatile JobStatus.State state = JobStatus.State.QUEUED;
    /** Somebody has made out the verdict: the others come too late. */
    boolean claimed;
    /** Attempts so far, and of how many each class of error was the end. */
    int attempts;
    final int[] failures = new int[Failure.values().length];
    @Nullable Lane lane;

    @Nullable Position verdictPosition;
    /** Small ones stay here, others are read from the journal. */
    volatile @Nullable Verdict verdict;
    long endedMillis;
    @Nullable CompletableFuture<Verdict> done;

    Job(
            long number,
            Key key,
            Priority priority,
            CodeHash code,
            long gas,
            long deadlineNanos,
            byte[] parameters,
            long fingerprint) {
        this.number = number;
        this.key = key;
        this.priority = priority;
        this.code = code;
        this.gas = gas;
        this.deadlineNanos = deadlineNanos;
        this.parameters = parameters;
        this.parameterSize = parameters.length;
        this.fingerprint = fingerprint;
        this.submittedNanos = System.nanoTime();
    }

    void written(Position position) {
        this.position = position;
        var waiting = accepted;
        accepted = WRITTEN;
        waiting.complete(null);
    }

    public String client() {
        return key.client();
    }

    public String requestId() {
        return key.requestId();
    }

    public Priority priority() {
        return priority;
    }

    public CodeHash code() {
        return code;
    }

    public JobStatus.State state() {
        return state;
    }

    /** Done when the job is in the journal; until then nobody may be told that it was accepted. */
    public CompletableFuture<@Nullable Void> accepted() {
        return accepted;
    }
}
