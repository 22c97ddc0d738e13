package dev.paddock.worker.internal;

import static dev.paddock.codegen.x64.AddressSpace.CODE;
import static dev.paddock.codegen.x64.AddressSpace.CODE_END;
import static dev.paddock.codegen.x64.AddressSpace.CONTROL;
import static dev.paddock.codegen.x64.AddressSpace.GUEST_END;
import static dev.paddock.codegen.x64.AddressSpace.GUEST_START;
import static dev.paddock.codegen.x64.AddressSpace.JUMP_TABLE;
import static dev.paddock.ipc.RingLayout.COMMAND_CURSORS;
import static dev.paddock.ipc.RingLayout.CONSUMER_SLEEPS;
import static dev.paddock.ipc.RingLayout.EVENT_CURSORS;
import static dev.paddock.ipc.RingLayout.POSTED_CURSORS;
import static dev.paddock.ipc.RingLayout.PRODUCER_SLEEPS;
import static dev.paddock.ipc.RingLayout.SCRATCH;
import static dev.paddock.ipc.RingLayout.SCRATCH_SIZE;
import static dev.paddock.seccomp.ArgumentCheck.argument;
import static dev.paddock.seccomp.ArgumentCheck.instructionPointer;

import dev.paddock.seccomp.ArgumentCheck;
import dev.paddock.seccomp.SeccompFilter;
import dev.paddock.seccomp.Sys;

/**
 * The seccomp filter of a worker: what it may still ask of Linux once it is set up, with each argument that can be
 * checked. Anything else kills it.
 *
 * <p>Three things together keep memory either writable or executable, whoever gets hold of the system call: execute is
 * mapped from descriptor 0 alone, which only ever is a sealed code file that the host sent (the writable guest memory is
 * descriptor 5, and there is no dup); such a file can't be made writable, by its seal; and mprotect gives no execute.
 */
public final class WorkerFilter {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXECUTE = 5;
    private static final int MAP_SHARED_FIXED = 0x11;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_POPULATE = 0x8000;

    private WorkerFilter() {}

    /** As an array of struct sock_filter. */
    public static byte[] program() {
        return filter().program().bytes();
    }

    /** The rules, most frequent first. Other actions than killing are for nobody. */
    public static SeccompFilter filter() {
        return SeccompFilter.builder()
                // The kernel shows the address behind the instruction, and there is one instruction.
                .always(instructionPointer().is(WorkerLayout.SYSCALL_SITE + 2))
                // Sleeping: for a command, or for room among the posted calls. Waking: the host.
                .allow(
                        Sys.FUTEX,
                        argument(0).is(CONTROL + COMMAND_CURSORS + CONSUMER_SLEEPS,
                                CONTROL + POSTED_CURSORS + PRODUCER_SLEEPS),
                        argument(1).is(FUTEX_WAIT),
                        argument(2).is(1),
                        argument(3).is(0))
                .allow(
                        Sys.FUTEX,
                        argument(0).is(CONTROL + EVENT_CURSORS + CONSUMER_SLEEPS),
                        argument(1).is(FUTEX_WAKE),
                        argument(2).is(1))
                .allow(Sys.RT_SIGRETURN)
                // Guest memory, at guest addresses, never executable.
                .allow(
                        Sys.MMAP,
                        guestAddress(),
                        guestLength(),
                        argument(2).is(PROT_NONE, PROT_READ, PROT_READ_WRITE),
                        argument(3).is(MAP_SHARED_FIXED | MAP_NORESERVE, MAP_SHARED_FIXED | MAP_NORESERVE | MAP_POPULATE),
                        argument(4).is(WorkerLayout.MEMORY))
                .allow(Sys.MPROTECT, guestAddress(), guestLength(), argument(2).is(PROT_NONE, PROT_READ, PROT_READ_WRITE))
                .allow(Sys.MUNMAP, guestAddress(), guestLength())
                // A module: a descriptor comes, is mapped as code and as jump table, and closed.
                .allow(
                        Sys.RECVMSG,
                        argument(0).is(WorkerLayout.SOCKET),
                        argument(1).between(CONTROL + SCRATCH, CONTROL + SCRATCH + SCRATCH_SIZE - 1),
                        argument(2).is(0))
                .allow(
                        Sys.MMAP,
                        argument(0).is(CODE),
                        argument(1).between(1, CODE_END - CODE),
                        argument(2).is(PROT_READ_EXECUTE),
                        argument(3).is(MAP_SHARED_FIXED, MAP_SHARED_FIXED | MAP_POPULATE),
                        argument(4).is(WorkerLayout.MODULE))
                .allow(
                        Sys.MMAP,
                        argument(0).is(JUMP_TABLE),
                        argument(2).is(PROT_READ),
                        argument(3).is(MAP_SHARED_FIXED, MAP_SHARED_FIXED | MAP_POPULATE),
                        argument(4).is(WorkerLayout.MODULE))
                .allow(Sys.MUNMAP, argument(0).is(CODE, JUMP_TABLE))
                .allow(Sys.CLOSE, argument(0).is(WorkerLayout.MODULE))
                .allow(Sys.EXIT_GROUP)
                .build();
    }

    private static ArgumentCheck guestAddress() {
        return argument(0).between(GUEST_START, GUEST_END - 1);
    }

    private static ArgumentCheck guestLength() {
        return argument(1).between(1, GUEST_END - GUEST_START);
    }
}
