package dev.paddock.seccomp;

import static dev.paddock.seccomp.ArgumentCheck.argument;
import static dev.paddock.seccomp.ArgumentCheck.instructionPointer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays a call for each rule of a filter such as a worker's, then changes it bit by bit. */
class FilterReplayTest {

    private static final long FIRST = 0x1_0004_0102L;
    private static final long LAST = 0x1_0004_0180L;
    private static final int SOCKET = 3;

    private static final SeccompFilter FILTER = SeccompFilter.builder()
            .always(instructionPointer().between(FIRST, LAST))
            .allow(Sys.FUTEX, argument(1).is(0, 1))
            .allow(Sys.RT_SIGRETURN)
            .allow(Sys.MMAP, argument(2).is(0, 1, 1 | 2, 1 | 4), argument(3).masked(~0x4000L, 0x11))
            .allow(Sys.MMAP, argument(2).is(0, 1, 1 | 2), argument(3).masked(~0x4000L, 0x32))
            .allow(Sys.MPROTECT, argument(0).between(0x1_0000, 0xFFFF_FFFFL), argument(2).hasNone(~3L))
            .allow(Sys.RECVMSG, argument(0).is(SOCKET))
            .allow(Sys.CLOSE)
            .allow(Sys.EXIT_GROUP)
            .build();

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
                call(Sys.MPROTECT, 0x10000, 4096, 1 | 2),
                call(Sys.RECVMSG, SOCKET, address, 0),
                call(Sys.CLOSE, 4),
                call(Sys.EXIT_GROUP, 1));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void letsThroughWhatARuleAllows(SeccompData call) {
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
    void letsNoCallThroughFromAnywhereElse(SeccompData call) {
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
