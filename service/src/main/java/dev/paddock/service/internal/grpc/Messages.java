package dev.paddock.service.internal.grpc;

import com.google.protobuf.ByteString;
import dev.paddock.service.Verdict;
import dev.paddock.service.proto.Cancelled;
import dev.paddock.service.proto.Internal;
import dev.paddock.service.proto.Invalid;
import dev.paddock.service.proto.JobStatus;
import dev.paddock.service.proto.PossiblyInvalid;
import dev.paddock.service.proto.Valid;

/** Answers as messages of paddock.proto. */
final class Messages {
    private Messages() {}

    static JobStatus of(dev.paddock.service.JobStatus status) {
        var message = JobStatus.newBuilder()
                .setRequestId(status.requestId())
                .setState(status.state().label());
        status.verdict().ifPresent(verdict -> message.setVerdict(of(verdict)));
        return message.build();
    }

    private static dev.paddock.service.proto.Verdict of(Verdict verdict) {
        var message = dev.paddock.service.proto.Verdict.newBuilder();
        switch (verdict) {
            case Verdict.Valid valid -> message.setValid(Valid.newBuilder()
                    .setResult(ByteString.copyFrom(valid.result().encode()))
                    .setHeadData(ByteString.copyFrom(valid.result().headData()))
                    .setGasUsed(valid.gasUsed()));
            case Verdict.Invalid invalid -> {
                var details = Invalid.newBuilder()
                        .setReason(invalid.reason().label())
                        .setMessage(invalid.message())
                        .setSource(invalid.source())
                        .setGasUsed(invalid.gasUsed());
                invalid.pc().ifPresent(details::setPc);
                message.setInvalid(details);
            }
            case Verdict.PossiblyInvalid doubt -> message.setPossiblyInvalid(PossiblyInvalid.newBuilder()
                    .setReason(doubt.doubt().label())
                    .setMessage(doubt.message())
                    .setAttempts(doubt.attempts()));
            case Verdict.Internal internal -> message.setInternal(Internal.newBuilder()
                    .setMessage(internal.message())
                    .setAttempts(internal.attempts()));
            case Verdict.Cancelled _ -> message.setCancelled(Cancelled.getDefaultInstance());
        }
        return message.build();
    }
}
