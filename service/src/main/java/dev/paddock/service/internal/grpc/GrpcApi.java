package dev.paddock.service.internal.grpc;

import com.google.protobuf.ByteString;
import dev.paddock.service.CodeHash;
import dev.paddock.service.JobRequest;
import dev.paddock.service.Rejection;
import dev.paddock.service.internal.http.Tokens;
import dev.paddock.service.internal.work.Codes;
import dev.paddock.service.internal.work.Job;
import dev.paddock.service.internal.work.Jobs;
import dev.paddock.service.proto.Code;
import dev.paddock.service.proto.GetJobRequest;
import dev.paddock.service.proto.JobName;
import dev.paddock.service.proto.JobStatus;
import dev.paddock.service.proto.Priority;
import dev.paddock.service.proto.SubmitRequest;
import dev.paddock.service.proto.UploadCodeRequest;
import dev.paddock.service.proto.ValidationGrpc;
import dev.paddock.service.proto.VerdictEvent;
import dev.paddock.service.proto.VerdictsRequest;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcRouting;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls of paddock.proto. Helidon runs each on a virtual thread, so they may wait. */
public final class GrpcApi extends ValidationGrpc.ValidationImplBase {
    private static final System.Logger LOG = System.getLogger(GrpcApi.class.getName());
    private static final Context.Key<Tokens.Caller> CALLER = Context.key("paddock-caller");
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final int HEARTBEAT_MILLIS = 1_000;

    private final Jobs jobs;
    private final Codes codes;
    private final Tokens tokens;

    public GrpcApi(Jobs jobs, Codes codes, Tokens tokens) {
        this.jobs = jobs;
        this.codes = codes;
        this.tokens = tokens;
    }

    public GrpcRouting.Builder routing() {
        return GrpcRouting.builder().intercept(new Authentication(tokens)).service(this);
    }

    /** Messages as long as a request may be. */
    public GrpcConfig protocol(long maxMessage) {
        return GrpcConfig.builder()
                .maxReadBufferSize((int) Math.min(maxMessage, Integer.MAX_VALUE))
                .build();
    }

    /** Says who calls, or ends the call. */
    private record Authentication(Tokens tokens) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            try {
                var caller = tokens.caller(Optional.ofNullable(headers.get(AUTHORIZATION)));
                return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
            } catch (Rejection e) {
                call.close(status(e), new Metadata());
                return new ServerCall.Listener<>() {};
            }
        }
    }

    @Override
    public void uploadCode(UploadCodeRequest request, StreamObserver<Code> answer) {
        answer(answer, () -> {
            var code = codes.upload(request.getCode().toByteArray());
            return Code.newBuilder()
                    .setHash(ByteString.copyFrom(code.hash().bytes()))
                    .setSize(code.size())
                    .setCompiledSize(code.compiledSize())
                    .build();
        });
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<JobStatus> answer) {
        answer(answer, () -> {
            var job = jobs.submit(caller().name(), job(request));
            job.accepted().get();
            return status(job, request.getWaitMillis());
        });
    }

    private static JobRequest job(SubmitRequest request) {
        try {
            return new JobRequest(
                    request.getRequestId().isEmpty() ? UUID.randomUUID().toString() : request.getRequestId(),
                    new CodeHash(HexFormat.of().formatHex(request.getCode().toByteArray())),
                    request.getParameters().toByteArray(),
                    request.getGas(),
                    request.getDeadlineMillis() == 0
                            ? Optional.empty()
                            : Optional.of(Duration.ofMillis(request.getDeadlineMillis())),
                    priority(request.getPriority()));
        } catch (IllegalArgumentException e) {
            throw new Rejection(Rejection.Kind.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static dev.paddock.service.Priority priority(Priority priority) {
        return switch (priority) {
            case BACKING -> dev.paddock.service.Priority.BACKING;
            case APPROVAL -> dev.paddock.service.Priority.APPROVAL;
            case DISPUTE -> dev.paddock.service.Priority.DISPUTE;
            case UNRECOGNIZED -> throw new Rejection(Rejection.Kind.MALFORMED, "an unknown priority");
        };
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<JobStatus> answer) {
        answer(answer, () -> status(find(request.getRequestId()), request.getWaitMillis()));
    }

    @Override
    public void cancel(JobName request, StreamObserver<JobStatus> answer) {
        answer(answer, () -> {
            var job = find(request.getRequestId());
            jobs.cancel(job);
            return status(job, LONGEST_WAIT_MILLIS);
        });
    }

    private Job find(String requestId) {
        return jobs.find(caller().name(), requestId)
                .orElseThrow(() -> new Rejection(Rejection.Kind.NOT_FOUND, "no job of yours is called so, or it is forgotten"));
    }

    private JobStatus status(Job job, long waitMillis) throws InterruptedException, ExecutionException {
        if (waitMillis > 0) {
            try {
                var verdict = jobs.verdictOf(job).get(Math.min(waitMillis, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
                LOG.log(System.Logger.Level.TRACE, "{0}: {1}", job.requestId(), verdict.label());
            } catch (TimeoutException e) {
                // Not yet: the state says so.
                return Messages.of(jobs.status(job));
            }
        }
        return Messages.of(jobs.status(job));
    }

    @Override
    public void verdicts(VerdictsRequest request, StreamObserver<VerdictEvent> answer) {
        var after = request.getAfter() == 0 ? jobs.stream().latest() : request.getAfter();
        var call = (ServerCallStreamObserver<VerdictEvent>) answer;
        try (var listener = jobs.stream().listen(caller().name(), after)) {
            while (!call.isCancelled() && !listener.isCutOff()) {
                var event = listener.next(HEARTBEAT_MILLIS);
                if (event != null) {
                    call.onNext(VerdictEvent.newBuilder()
                            .setNumber(event.number())
                            .setStatus(Messages.of(jobs.status(event.job())))
                            .build());
                }
            }
            call.onError(Status.DATA_LOSS.withDescription("too slow: come back with the last number seen")
                    .asRuntimeException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StatusRuntimeException | IllegalStateException e) {
            // The client has gone.
            LOG.log(System.Logger.Level.TRACE, "a listener left", e);
        }
    }

    private static Tokens.Caller caller() {
        return CALLER.get();
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws Exception;
    }

    private static <T> void answer(StreamObserver<T> answer, Work<T> work) {
        T result;
        try {
            result = work.run();
        } catch (Rejection e) {
            answer.onError(status(e).asRuntimeException());
            return;
        } catch (ExecutionException e) {
            var status = e.getCause() instanceof Rejection rejection
                    ? status(rejection)
                    : Status.INTERNAL.withDescription("the service failed");
            answer.onError(status.asRuntimeException());
            return;
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "a call failed", e);
            answer.onError(Status.INTERNAL.withDescription("the service failed; its log says more").asRuntimeException());
            return;
        }
        answer.onNext(result);
        answer.onCompleted();
    }

    private static Status status(Rejection rejection) {
        var status = switch (rejection.kind()) {
            case MALFORMED, TOO_LARGE, BAD_CODE -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN -> Status.PERMISSION_DENIED;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.ALREADY_EXISTS;
            case CLIENT_LIMIT -> Status.RESOURCE_EXHAUSTED;
            case OVERLOADED, DRAINING, STORE_UNAVAILABLE, DISK_FULL -> Status.UNAVAILABLE;
            case FAILED -> Status.INTERNAL;
        };
        return status.withDescription(rejection.getMessage());
    }
}
