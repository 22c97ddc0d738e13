package dev.paddock.seccomp;

import static dev.paddock.seccomp.ArgumentCheck.argument;
import static dev.paddock.seccomp.ArgumentCheck.instructionPointer;

/** The system calls that a worker may make once it is set up, and nothing else. */
public final class WorkerFilter {

    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;

    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;

    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;

    private static final int MADV_DONTNEED = 4;

    private WorkerFilter() {}

    /**
     * The filter for a worker whose code lies in a range of addresses. Generated code lies elsewhere, so a system call
     * instruction in it (there is none; this is for the day when something went wrong) kills the worker.
     *
     * @param firstCall the lowest address behind a syscall instruction of the worker
     * @param lastCall the highest one
     * @param socket the descriptor that the worker receives others on, the only one it may read from
     */
    public static SeccompFilter of(long firstCall, long lastCall, int socket) {
        return SeccompFilter.builder()
                .always(instructionPointer().between(firstCall, lastCall))
                .allow(Sys.FUTEX, argument(1).is(FUTEX_WAIT, FUTEX_WAKE))
                .allow(Sys.RT_SIGRETURN)
                // Shared from a descriptor or private and empty, always where we say; never writable and executable.
                .allow(
                        Sys.MMAP,
                        argument(2).is(PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC),
                        argument(3).is(
                                MAP_FIXED | MAP_SHARED,
                                MAP_FIXED | MAP_SHARED | MAP_NORESERVE))
                .allow(
                        Sys.MMAP,
                        argument(2).is(PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE),
                        argument(3).is(
                                MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS,
                                MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE))
                .allow(Sys.MUNMAP)
                .allow(Sys.MPROTECT, argument(2).is(PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE))
                .allow(Sys.MADVISE, argument(2).is(MADV_DONTNEED))
                .allow(Sys.RECVMSG, argument(0).is(socket))
                .allow(Sys.CLOSE)
                .allow(Sys.EXIT_GROUP)
                .build();
    }
}
