package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays a call for each rule of the worker's filter, then changes it in every place that the rule is about. */
class WorkerFilterTest {

    private static final long FIRST = 0x1_0004_0102L;
    private static final long LAST = 0x1_0004_0180L;
    private static final int SOCKET = 3;

    private static final SeccompFilter FILTER = WorkerFilter.of(FIRST, LAST, SOCKET);
    private static final BpfProgram PROGRAM = FILTER.program();

    static Stream<SeccompData> allowed() {
        long address = 0x1_0010_0000L;
        return Stream.of(
                call(Sys.FUTEX, address, 0, 7),
                call(Sys.FUTEX, address, 1, 1),
                call(Sys.RT_SIGRETURN),
                call(Sys.MMAP, address, 4096, 1 | 4, 0x11, 4, 0),
                call(Sys.MMAP, 0x10000, 4096, 1 | 2, 0x11, 5, 0),
                call(Sys.MMAP, 0x10000, 4096, 1 | 2, 0x32, -1, 0),
                call(Sys.MMAP, 0x10000, 4096, 0, 0x32, -1, 0),
                call(Sys.MUNMAP, address, 4096),
                call(Sys.MPROTECT, 0x10000, 4096, 1 | 2),
                call(Sys.MADVISE, 0x10000, 4096, 4),
                call(Sys.RECVMSG, SOCKET, address, 0),
                call(Sys.CLOSE, 4),
                call(Sys.EXIT_GROUP, 1));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void letsTheWorkersOwnCallsThrough(SeccompData call) {
        assertTrue(BpfEvaluator.allows(PROGRAM, call), call::toString);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void checksEveryBitOfEveryArgumentThatARuleIsAbout(SeccompData call) {
        for (int argument = 0; argument < 6; argument++) {
            for (int bit = 0; bit < 64; bit++) {
                var changed = call.withArgument(argument, call.arguments()[argument] ^ 1L << bit);
                assertEquals(
                        FilterModel.allows(FILTER, changed),
                        BpfEvaluator.allows(PROGRAM, changed),
                        () -> changed + "\n" + PROGRAM);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void letsNoCallThroughFromOutsideOfTheWorker(SeccompData call) {
        for (long place : List.of(FIRST - 1, LAST + 1, 0x10000L, 0x1_0010_0000L, FIRST + (1L << 32), -1L, 0L)) {
            var elsewhere = new SeccompData(call.number(), call.architecture(), place, call.arguments());
            assertFalse(BpfEvaluator.allows(PROGRAM, elsewhere), elsewhere::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void letsNoMemoryBeWritableAndExecutable(SeccompData call) {
        if (call.number() == Sys.MMAP || call.number() == Sys.MPROTECT) {
            assertFalse(BpfEvaluator.allows(PROGRAM, call.withArgument(2, 1 | 2 | 4)));
            assertFalse(BpfEvaluator.allows(PROGRAM, call.withArgument(2, 2 | 4)));
        }
    }

    private static SeccompData call(int number, long... arguments) {
        return SeccompData.call(FIRST + 9, number, arguments);
    }
}
