package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.paddock.service.proto.JobName;
import dev.paddock.service.proto.SubmitRequest;
import dev.paddock.service.proto.UploadCodeRequest;
import dev.paddock.service.proto.ValidationGrpc;
import dev.paddock.service.proto.VerdictsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same service over gRPC, by a client of another make. */
@Timeout(120)
class GrpcTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void jobsAreTakenAndVerdictsToldAndStreamed() throws Exception {
        try (var service = Running.start(Running.config(folder).with("backend", "interpreter"))) {
            var channel = NettyChannelBuilder.forAddress("127.0.0.1", service.uri().getPort()).usePlaintext().build();
            try {
                calls(ValidationGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
            } finally {
                channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            }
        }
    }

    private static void calls(ValidationGrpc.ValidationBlockingStub stub) {
        var code = stub.uploadCode(UploadCodeRequest.newBuilder()
                .setCode(ByteString.copyFrom(AdderProgram.blob()))
                .build());
        assertArrayEquals(CodeHash.of(AdderProgram.blob()).bytes(), code.getHash().toByteArray());
        var parent = AdderProgram.Head.genesis();
        var request = SubmitRequest.newBuilder()
                .setRequestId("over-grpc")
                .setCode(code.getHash())
                .setParameters(ByteString.copyFrom(AdderProgram.parameters(parent, 0, 3)))
                .setGas(1_000_000)
                .setWaitMillis(20_000)
                .build();
        var events = stub.verdicts(VerdictsRequest.newBuilder().setAfter(1).build());
        var status = stub.submit(request);
        assertEquals("done", status.getState());
        assertArrayEquals(
                parent.next(0, 3).encode(), status.getVerdict().getValid().getHeadData().toByteArray());
        var heard = new TreeSet<String>();
        heard.add(events.next().getStatus().getRequestId());
        assertTrue(heard.contains("over-grpc"));

        var lie = request.toBuilder()
                .setRequestId("lie")
                .setParameters(ByteString.copyFrom(AdderProgram.parameters(parent, 1, 3)))
                .build();
        assertEquals("panic", stub.submit(lie).getVerdict().getInvalid().getReason());
        assertEquals("done", stub.cancel(JobName.newBuilder().setRequestId("lie").build()).getState());
        var unknown = assertThrows(
                StatusRuntimeException.class,
                () -> stub.cancel(JobName.newBuilder().setRequestId("unknown").build()));
        assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
    }
}
