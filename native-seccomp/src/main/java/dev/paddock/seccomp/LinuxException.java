package dev.paddock.seccomp;

import java.io.Serial;

/** Linux refused something that Paddock cannot go on without. The message says what, why and what to do. */
public class LinuxException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Errno errno;

    public LinuxException(String what, Errno errno) {
        super("%s failed: %s. %s".formatted(what, errno, remedy(errno)));
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    private static String remedy(Errno errno) {
        return switch (errno) {
            case EMFILE -> "Raise the limit of open files (ulimit -n), or run fewer workers.";
            case ENFILE -> "Raise fs.file-max, or run fewer workers.";
            case ENOMEM -> "Give the machine or the container more memory, or run fewer workers.";
            case EAGAIN -> "Raise the limit of processes (ulimit -u, pids.max of the cgroup), or run fewer workers.";
            case ENOSYS -> "Use Linux 5.10 or newer, and a container whose seccomp profile lets this call through.";
            case EPERM, EACCES -> "See `paddock doctor` for what this system permits.";
            default -> "This is not expected: please report it with the output of `paddock doctor`.";
        };
    }
}
