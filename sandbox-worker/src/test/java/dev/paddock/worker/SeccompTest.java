package dev.paddock.worker;

import static dev.paddock.codegen.x64.AddressSpace.CODE;
import static dev.paddock.codegen.x64.AddressSpace.CONTROL;
import static dev.paddock.codegen.x64.AddressSpace.JUMP_TABLE;
import static dev.paddock.codegen.x64.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.RingLayout;
import dev.paddock.seccomp.BpfEvaluator;
import dev.paddock.seccomp.BpfProgram;
import dev.paddock.seccomp.ChildState;
import dev.paddock.seccomp.SeccompData;
import dev.paddock.seccomp.Sys;
import dev.paddock.worker.internal.WorkerFilter;
import dev.paddock.worker.internal.WorkerLayout;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worker's filter: replayed call by call, and real workers that die of what it forbids, and of that only. */
@Timeout(60)
class SeccompTest {
    private static final long SITE = WorkerLayout.SYSCALL_SITE + 2;
    private static final long SCRATCH = CONTROL + RingLayout.SCRATCH;
    private static final BpfProgram FILTER = WorkerFilter.filter().program();
    private static final int FIXED = 0x11;
    private static final int NORESERVE = 0x4000;

    private static WorkerFactory factory;

    @BeforeAll
    static void makeFactory() {
        factory = new WorkerFactory();
    }

    @AfterAll
    static void closeFactory() {
        factory.close();
    }

    private static SeccompData call(int number, long... arguments) {
        return SeccompData.call(SITE, number, arguments);
    }

    /** A call that the worker makes, and which of its arguments matter (all bits of them). */
    private record Allowed(SeccompData call, int... checked) {}

    private static Stream<Allowed> allowed() {
        long commandSleeps = CONTROL + RingLayout.COMMAND_CURSORS + RingLayout.CONSUMER_SLEEPS;
        long eventSleeps = CONTROL + RingLayout.EVENT_CURSORS + RingLayout.CONSUMER_SLEEPS;
        long waitsForRoom = CONTROL + RingLayout.POSTED_CURSORS + RingLayout.PRODUCER_SLEEPS;
        return Stream.of(
                new Allowed(call(Sys.FUTEX, commandSleeps, 0, 1, 0), 0, 1, 2, 3),
                new Allowed(call(Sys.FUTEX, waitsForRoom, 0, 1, 0), 0, 1, 2, 3),
                new Allowed(call(Sys.FUTEX, eventSleeps, 1, 1, 0), 0, 1, 2),
                new Allowed(call(Sys.RT_SIGRETURN)),
                new Allowed(call(Sys.MMAP, 0x1_0000, 0x1000, 3, FIXED | NORESERVE, WorkerLayout.MEMORY, 0x1_0000), 4),
                new Allowed(call(Sys.MPROTECT, 0x1_0000, 0x1000, 1)),
                new Allowed(call(Sys.MUNMAP, 0x1_0000, 0xFFFF_0000L)),
                new Allowed(call(Sys.RECVMSG, WorkerLayout.SOCKET, SCRATCH + 0x38, 0), 0, 2),
                new Allowed(call(Sys.MMAP, CODE, 0x5000, 5, FIXED, WorkerLayout.MODULE, 0x1000), 0, 2, 4),
                new Allowed(call(Sys.MMAP, JUMP_TABLE, 0x5000, 1, FIXED, WorkerLayout.MODULE, 0), 0, 2, 4),
                new Allowed(call(Sys.MUNMAP, CODE, 0x5000)),
                new Allowed(call(Sys.MUNMAP, JUMP_TABLE, 0x5000)),
                new Allowed(call(Sys.CLOSE, WorkerLayout.MODULE), 0),
                new Allowed(call(Sys.EXIT_GROUP, 103)));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void theWorkersCallsPassAndEachCheckedBitCounts(Allowed allowed) {
        assertTrue(BpfEvaluator.allows(FILTER, allowed.call));
        for (int argument : allowed.checked) {
            for (int bit = 0; bit < 64; bit++) {
                var other = allowed.call.withArgument(argument, allowed.call.arguments()[argument] ^ 1L << bit);
                assertFalse(BpfEvaluator.allows(FILTER, other), "argument " + argument + ", bit " + bit);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void noCallPassesFromAnywhereElse(Allowed allowed) {
        for (int bit = 0; bit < 64; bit++) {
            var elsewhere = SeccompData.call(SITE ^ 1L << bit, allowed.call.number(), allowed.call.arguments());
            assertFalse(BpfEvaluator.allows(FILTER, elsewhere));
        }
    }

    @Test
    void noOtherCallPassesWhateverItsArguments() {
        var known = new BitSet();
        allowed().forEach(each -> known.set(each.call.number()));
        for (int number = 0; number < 1024; number++) {
            if (!known.get(number)) {
                assertFalse(BpfEvaluator.allows(FILTER, call(number)));
                assertFalse(BpfEvaluator.allows(FILTER, call(number, CODE, 0x1000, 5, FIXED, 0, 0)));
            }
        }
    }

    @Test
    void nothingIsEverWritableAndExecutable() {
        for (int protection = 0; protection < 16; protection++) {
            boolean execute = (protection & 4) != 0;
            for (long address : new long[] {0x1_0000, 0xFFFF_F000L, CONTROL, CODE, JUMP_TABLE}) {
                for (int descriptor = 0; descriptor < 8; descriptor++) {
                    for (int flags : new int[] {FIXED, FIXED | NORESERVE, 0x12, 0x32, 0x8011}) {
                        boolean allowed = BpfEvaluator.allows(
                                FILTER, call(Sys.MMAP, address, 0x1000, protection, flags, descriptor, 0));
                        assertTrue(!allowed || !execute || protection == 5 && descriptor == WorkerLayout.MODULE);
                    }
                }
                assertFalse(execute
                        && BpfEvaluator.allows(FILTER, call(Sys.MPROTECT, address, 0x1000, protection)));
            }
        }
    }

    private static Stream<SeccompData> deadly() {
        return Stream.of(
                call(Sys.GETPID),
                call(Sys.READ, 3, SCRATCH, 1),
                call(Sys.WRITE, 3, SCRATCH, 1),
                call(2 /* open */, SCRATCH, 0),
                call(41 /* socket */, 1, 1, 0),
                call(Sys.SENDMSG, 3, SCRATCH, 0),
                call(Sys.CLONE, 17),
                call(59 /* execve */, SCRATCH, 0, 0),
                call(62 /* kill */, 1, 9),
                call(101 /* ptrace */, 16, 1),
                call(Sys.DUP2, 5, 0),
                call(Sys.CLOSE, 3),
                call(Sys.MEMFD_CREATE, SCRATCH, 0),
                call(Sys.SIGALTSTACK, 0, 0),
                call(Sys.RT_SIGACTION, 11, 0, 0, 8),
                call(Sys.PRCTL, 38, 1),
                call(Sys.SECCOMP, 1, 0, SCRATCH),
                call(Sys.MMAP, 0x1_0000, 0x1000, 7, FIXED | NORESERVE, WorkerLayout.MEMORY, 0x1_0000),
                call(Sys.MMAP, 0x1_0000, 0x1000, 5, FIXED | NORESERVE, WorkerLayout.MEMORY, 0x1_0000),
                call(Sys.MMAP, CODE, 0x1000, 5, FIXED, WorkerLayout.MEMORY, 0x1_0000),
                call(Sys.MMAP, CODE, 0x1000, 7, FIXED, WorkerLayout.MODULE, 0),
                call(Sys.MMAP, CODE, 0x1000, 5, 0x32, -1, 0),
                call(Sys.MMAP, 0, 0x1000, 3, 0x22, -1, 0),
                call(Sys.MPROTECT, 0x1_0000, 0x1000, 5),
                call(Sys.MPROTECT, CODE, 0x1000, 3),
                call(Sys.MUNMAP, CONTROL, 0x1000),
                call(Sys.RECVMSG, 5, SCRATCH, 0),
                call(Sys.FUTEX, CONTROL, 0, 1, 0),
                call(-1),
                call(1 << 30 | Sys.GETPID));
    }

    @ParameterizedTest
    @MethodSource("deadly")
    void aForbiddenCallKillsTheWorker(SeccompData deadly) {
        try (var worker = factory.start()) {
            assertEquals(0, worker.systemCall(Sys.MUNMAP, 0x1_0000, 0x1000), "an allowed call");
            var lost = assertThrows(
                    WorkerLostException.class, () -> worker.systemCall(deadly.number(), deadly.arguments()));
            assertTrue(String.valueOf(lost.getMessage()).endsWith("forbids"), lost.toString());
            assertEquals(new ChildState.Killed(ChildState.Killed.SIGSYS), worker.process().state());
        }
    }

    /** Even a call the filter allows: it must come from the worker's own text. */
    @Test
    void aSystemCallInGuestCodeKillsTheWorker() {
        try (var worker = factory.start();
                var image = GuestCode.of(asm -> {
                    asm.mov(EAX, Sys.RT_SIGRETURN);
                    asm.syscall();
                    asm.jmp(WorkerEntry.HALT);
                })) {
            worker.load(image);
            assertThrows(WorkerLostException.class, () -> worker.run(CODE));
            assertEquals(new ChildState.Killed(ChildState.Killed.SIGSYS), worker.process().state());
        }
    }

    /** A mapping of the sealed code file can't be made writable even where the filter would not look. */
    @Test
    void sealsForbidWritableCode() {
        try (var image = GuestCode.of(asm -> asm.jmp(WorkerEntry.HALT))) {
            assertThrows(
                    dev.paddock.ipc.IpcException.class,
                    () -> dev.paddock.ipc.SharedMemory.map(
                            image.file.number(), 0, 0x1000, dev.paddock.ipc.SharedMemory.Access.READ_WRITE));
        }
    }
}
