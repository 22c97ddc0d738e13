package dev.paddock.seccomp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.internal.Syscalls;

/**
 * A child process, held by its pidfd: signals can't reach another process that got the same number later. Closing this
 * kills the child and reaps it.
 */
public final class ChildProcess implements AutoCloseable {

    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 0x1;
    private static final int WSTOPPED = 0x2;
    private static final int WEXITED = 0x4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int CLD_EXITED = 1;
    private static final int CLD_KILLED = 2;
    private static final int CLD_DUMPED = 3;
    private static final int SIGINFO_SIZE = 128;
    /** Bytes for a set of processors: 8192 of them. */
    private static final int MASK_SIZE = 1024;

    private final int pid;
    private final Fd pidfd;

    ChildProcess(int pid, Fd pidfd) {
        this.pid = pid;
        this.pidfd = pidfd;
    }

    /** Its number in the host's process namespace, for people to read. */
    public int pid() {
        return pid;
    }

    /** Readable (by poll) once the child is gone. */
    public Fd pidfd() {
        return pidfd;
    }

    /**
     * Sends a signal.
     *
     * @return false if the child is gone already
     */
    public boolean signal(int signal) {
        long result = pidfd.with(fd -> Syscalls.raw(Sys.PIDFD_SEND_SIGNAL, fd, signal, 0, 0));
        if (Errno.of(result) == Errno.ESRCH) {
            return false;
        }
        if (Syscalls.failed(result)) {
            throw new LinuxException("Sending signal %d to process %d".formatted(signal, pid), Errno.of(result));
        }
        return true;
    }

    /** Ends the child, wherever it is and whatever it does. */
    public void kill() {
        signal(SIGKILL);
    }

    /**
     * Moves the child off the processor that the calling thread is on, if it is there now and may run on others. Where it runs
     * later is up to the scheduler again.
     */
    public void leaveOurProcessor() {
        try (var memory = new Memory(MASK_SIZE + Integer.BYTES)) {
            long address = Pointer.nativeValue(memory);
            long size = Syscalls.raw(Sys.SCHED_GETAFFINITY, pid, MASK_SIZE, address);
            if (Syscalls.failed(size) || Syscalls.failed(Syscalls.raw(Sys.GETCPU, address + MASK_SIZE, 0, 0))) {
                return; // a kernel with more processors than that, or one that does not tell: all stays as it is
            }
            int processor = memory.getInt(MASK_SIZE);
            int at = processor / Byte.SIZE;
            byte all = memory.getByte(at);
            memory.setByte(at, (byte) (all & ~(1 << processor % Byte.SIZE)));
            // With no processor left the kernel refuses, and that is as well.
            Syscalls.raw(Sys.SCHED_SETAFFINITY, pid, size, address);
            memory.setByte(at, all);
            Syscalls.raw(Sys.SCHED_SETAFFINITY, pid, size, address);
        }
    }

    /** What the child does now, without waiting and without reaping it: asking again gives the same answer. */
    public ChildState state() {
        return waitid(WEXITED | WSTOPPED | WNOHANG | WNOWAIT);
    }

    /** Waits until the child is gone, without reaping it. */
    public ChildState awaitEnd() {
        return waitid(WEXITED | WNOWAIT);
    }

    /** Kills the child if it is not gone, reaps it and closes the pidfd. A second time does nothing. */
    @Override
    public synchronized void close() {
        if (pidfd.isOpen()) {
            kill();
            pidfd.with(fd -> Syscalls.uninterrupted(Sys.WAITID, P_PIDFD, fd, 0, WEXITED, 0)); // ECHILD: reaped already
            pidfd.close();
        }
    }

    private ChildState waitid(int options) {
        try (var siginfo = new Memory(SIGINFO_SIZE)) {
            siginfo.clear();
            long address = Pointer.nativeValue(siginfo);
            pidfd.with(fd -> Syscalls.call("waitid for process " + pid, Sys.WAITID, P_PIDFD, fd, address, options, 0));
            if (siginfo.getInt(0x10) == 0) { // si_pid: WNOHANG found nothing to tell
                return new ChildState.Running();
            }
            int status = siginfo.getInt(0x18);
            return switch (siginfo.getInt(0x08)) {
                case CLD_EXITED -> new ChildState.Exited(status);
                case CLD_KILLED, CLD_DUMPED -> new ChildState.Killed(status);
                default -> new ChildState.Stopped(status);
            };
        }
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
