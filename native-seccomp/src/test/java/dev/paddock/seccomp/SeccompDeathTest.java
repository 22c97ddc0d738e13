package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real process behind a filter that kills: passes only if it dies, and only of that. */
@OnLinux
@Timeout(60)
class SeccompDeathTest {

    private static final int SECCOMP_SET_MODE_FILTER = 1;

    private static Spawner spawner;

    @BeforeAll
    static void open() {
        spawner = new Spawner(TestStub.code());
    }

    @AfterAll
    static void close() {
        spawner.close();
    }

    /** What the test process needs for itself: packets on descriptor 3. And futex, as a worker may call it. */
    private static final SeccompFilter FILTER = SeccompFilter.builder()
            .allow(Sys.READ, ArgumentCheck.argument(0).is(3))
            .allow(Sys.WRITE, ArgumentCheck.argument(0).is(3))
            .allow(Sys.FUTEX, ArgumentCheck.argument(1).is(0, 1))
            .build();

    record Call(int number, List<Long> arguments) {
        static Call of(int number, Long... arguments) {
            return new Call(number, List.of(arguments));
        }
    }

    static Stream<Call> forbidden() {
        return Stream.of(
                Call.of(Sys.GETPID),
                Call.of(Sys.READ, 4L),
                Call.of(Sys.WRITE, 3L + (1L << 32)),
                Call.of(Sys.FUTEX, (long) TestProgram.DATA, 9L),
                Call.of(Sys.FUTEX, (long) TestProgram.DATA, 129L),
                Call.of(Sys.MMAP, 0L, 4096L, 7L, 0x22L, -1L, 0L),
                Call.of(Sys.SECCOMP, 1L, 0L, 0L),
                Call.of(Sys.CLONE, 17L),
                Call.of(Sys.EXIT_GROUP, 0L),
                Call.of(Sys.RT_SIGRETURN),
                Call.of(Sys.GETPID | SeccompData.X32_BIT),
                Call.of(-1),
                Call.of(100_000));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void aForbiddenCallKillsTheProcess(Call call) {
        try (var server = CallServer.start(spawner, EnumSet.allOf(SandboxLayer.class))) {
            putOn(server, FILTER.program());
            assertEquals(0, server.call(Sys.FUTEX, TestProgram.DATA, 1, 1), "an allowed call");
            server.ask(new byte[0], call.number(), call.arguments().stream().mapToLong(Long::longValue).toArray());
            assertEquals(new ChildState.Killed(ChildState.Killed.SIGSYS), server.process().awaitEnd());
        }
    }

    private static void putOn(CallServer server, BpfProgram program) {
        var data = ByteBuffer.allocate(16 + program.bytes().length).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(program.length()).putLong(CallServer.DATA + 16).put(program.bytes()); // struct sock_fprog
        assertTrue(server.callWith(data.array(), Sys.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, CallServer.DATA) == 0);
    }
}
