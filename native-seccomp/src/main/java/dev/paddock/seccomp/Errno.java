package dev.paddock.seccomp;

import java.util.Locale;
import java.util.stream.Stream;

/** Linux's error numbers, as far as the calls made here can answer with them. */
public enum Errno {
    // spotless:off
    NONE(0, "success"),
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted by a signal"),
    EIO(5, "input/output error"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "argument list too long"),
    ENOEXEC(8, "not an executable this kernel knows"),
    EBADF(9, "bad file descriptor"),
    ECHILD(10, "no such child process"),
    EAGAIN(11, "resource temporarily unavailable"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "bad address"),
    EBUSY(16, "device or resource busy"),
    EEXIST(17, "file exists"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ETXTBSY(26, "text file busy"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left, or a limit reached"),
    EROFS(30, "read-only file system"),
    EPIPE(32, "broken pipe"),
    EDOM(33, "argument out of domain"),
    ERANGE(34, "result out of range"),
    EDEADLK(35, "deadlock avoided"),
    ENAMETOOLONG(36, "name too long"),
    ENOSYS(38, "system call not implemented"),
    ELOOP(40, "too many symbolic links"),
    EOVERFLOW(75, "value too large"),
    EUSERS(87, "too many users"),
    ENOTSOCK(88, "not a socket"),
    EMSGSIZE(90, "message too long"),
    EOPNOTSUPP(95, "operation not supported"),
    ENOBUFS(105, "no buffer space"),
    ENOTCONN(107, "not connected"),
    ETOOMANYREFS(109, "too many descriptors in flight"),
    ETIMEDOUT(110, "timed out"),
    ECONNREFUSED(111, "connection refused"),
    OTHER(-1, "an error with another number");
    // spotless:on

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** What it means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The error in a system call's result: {@link #NONE} if that is not negative. */
    public static Errno of(long result) {
        if (result >= 0) {
            return NONE;
        }
        return Stream.of(values())
                .filter(errno -> errno != OTHER && errno.number == -result)
                .findFirst()
                .orElse(OTHER);
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name(), meaning.toLowerCase(Locale.ROOT));
    }
}
