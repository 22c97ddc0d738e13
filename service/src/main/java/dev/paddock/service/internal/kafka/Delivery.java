package dev.paddock.service.internal.kafka;

import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.JobStatus;
import dev.paddock.service.Rejection;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.work.Job;
import dev.paddock.service.internal.work.Jobs;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One delivery of a record, from its arrival to what the broker is told of it. On a virtual thread of its own.
 *
 * <p>What follows from the job alone ends it: a verdict, or a dead letter where there is no job. What is this machine's
 * fault sends it back, for another machine to try, until the last delivery: then the fault is the verdict.
 */
final class Delivery implements Callable<AcknowledgeType> {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    /** How long a job waits for room in the queue of this service before it goes back. */
    private static final Duration FOR_ROOM = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    /** What all deliveries share. */
    record Desk(KafkaSettings settings, Jobs jobs, CodeSource codes, Answers answers, Outcomes outcomes) {}

    /** No answer, by the fault of this machine. */
    private static final class HostFault extends Exception {
        private static final long serialVersionUID = 1L;

        HostFault(String message) {
            super(message, null, false, false);
        }
    }

    private final Desk desk;
    private final ConsumerRecord<byte[], byte[]> record;
    private final int number;

    Delivery(Desk desk, ConsumerRecord<byte[], byte[]> record) {
        this.desk = desk;
        this.record = record;
        this.number = number(record);
    }

    /** Deliveries of a record so far, this one included. */
    static int number(ConsumerRecord<byte[], byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    @Override
    public AcknowledgeType call() throws InterruptedException {
        try {
            return settle();
        } catch (IOException | ExecutionException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the record at " + place() + " goes back", e);
            return goBack();
        }
    }

    private AcknowledgeType settle() throws IOException, ExecutionException, InterruptedException {
        JobRequest request;
        try {
            request = JobMessage.parse(record, desk.settings().maxMessage());
        } catch (Rejection e) {
            return refused(e);
        }
        if (number > desk.settings().maxDeliveries()) {
            return deliveredTooOften(request.requestId());
        }
        Verdict verdict;
        try {
            verdict = verdict(request);
        } catch (Rejection e) {
            return refused(e);
        } catch (HostFault e) {
            verdict = new Verdict.Internal(String.valueOf(e.getMessage()), number);
        }
        return switch (verdict) {
            case Verdict.Valid _, Verdict.Invalid _, Verdict.PossiblyInvalid _ ->
                answered(request.requestId(), verdict);
            case Verdict.Internal fault -> {
                LOG.log(System.Logger.Level.WARNING, "job {0}, delivery {1}: {2}", request.requestId(), number,
                        fault.message());
                yield isLast() ? answered(request.requestId(), verdict) : goBack();
            }
            // An operator of this machine ended it here; that is no verdict for the others.
            case Verdict.Cancelled _ -> goBack();
        };
    }

    private boolean isLast() {
        return number >= desk.settings().maxDeliveries();
    }

    private Verdict verdict(JobRequest request) throws ExecutionException, InterruptedException, HostFault {
        bring(request.code());
        var job = submit(request);
        try {
            job.accepted().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Rejection rejection) {
                throw new HostFault(rejection.getMessage());
            }
            throw e;
        }
        return desk.jobs().verdictOf(job).get();
    }

    /** Code that the checks refuse is refused on every machine; all else that goes wrong is this one's matter. */
    private void bring(CodeHash code) throws HostFault {
        try {
            if (!desk.codes().bring(code)) {
                throw new HostFault("code " + code + " is not in the store");
            }
        } catch (IOException e) {
            throw new HostFault(String.valueOf(e.getMessage()));
        } catch (Rejection e) {
            if (e.kind() == Rejection.Kind.BAD_CODE) {
                throw e;
            }
            throw new HostFault(e.getMessage());
        }
    }

    private Job submit(JobRequest request) throws InterruptedException, HostFault {
        var client = client(request.requestId());
        long giveUp = System.nanoTime() + FOR_ROOM.toNanos();
        while (true) {
            try {
                return desk.jobs().submit(client, request);
            } catch (Rejection e) {
                if (e.kind() == Rejection.Kind.NOT_FOUND || e.kind() == Rejection.Kind.DRAINING
                        || e.kind().passes() && System.nanoTime() > giveUp) {
                    throw new HostFault(e.getMessage());
                }
                if (!e.kind().passes()) {
                    throw e;
                }
            }
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    /**
     * Whose job it is in this service's own queue; no token can have such a name. Where an earlier delivery ended here
     * without an answer, this one is another job.
     */
    private String client(String requestId) {
        var name = "kafka:" + desk.settings().group();
        var earlier = desk.jobs().find(name, requestId);
        if (earlier.isEmpty() || earlier.get().state() != JobStatus.State.DONE) {
            return name;
        }
        return switch (desk.jobs().status(earlier.get()).verdict().orElseThrow()) {
            case Verdict.Internal _, Verdict.Cancelled _ -> name + "#" + number;
            case Verdict.Valid _, Verdict.Invalid _, Verdict.PossiblyInvalid _ -> name;
        };
    }

    private AcknowledgeType answered(String requestId, Verdict verdict) throws IOException, InterruptedException {
        desk.answers().verdict(requestId, verdict);
        desk.outcomes().settled("answered");
        return AcknowledgeType.ACCEPT;
    }

    private AcknowledgeType refused(Rejection reason) throws IOException, InterruptedException {
        desk.answers().deadLetter(record, reason.kind().label(), reason.getMessage());
        desk.outcomes().settled("dead-letter");
        return AcknowledgeType.REJECT;
    }

    /** Whoever ran it never came back to say so; that may be the guest's doing. */
    private AcknowledgeType deliveredTooOften(String requestId) throws IOException, InterruptedException {
        int earlier = number - 1;
        var message = "it was delivered " + earlier + " times, and none of those who got it came to an end";
        desk.answers().deadLetter(record, "delivered-too-often", message);
        desk.answers().verdict(requestId, new Verdict.PossiblyInvalid(Verdict.Doubt.RUN_FAILED, message, earlier));
        desk.outcomes().settled("dead-letter");
        return AcknowledgeType.REJECT;
    }

    /** Not at once: the next machine may have the same trouble. */
    private AcknowledgeType goBack() throws InterruptedException {
        Thread.sleep(desk.settings().retryDelay());
        desk.outcomes().settled("released");
        return AcknowledgeType.RELEASE;
    }

    private String place() {
        return record.topic() + ":" + record.partition() + ":" + record.offset();
    }
}
