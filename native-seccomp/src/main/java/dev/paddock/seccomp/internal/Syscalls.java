package dev.paddock.seccomp.internal;

import com.sun.jna.Native;
import dev.paddock.seccomp.Errno;
import dev.paddock.seccomp.LinuxException;

/** Makes system calls. Pointers are passed as the numbers they are; who passes one keeps its memory alive. */
public final class Syscalls {

    private Syscalls() {}

    /** Makes a call and returns what the kernel returned: a result, or -errno. */
    public static long raw(int number, long... arguments) {
        long result = LibC.syscall(
                number,
                argument(arguments, 0),
                argument(arguments, 1),
                argument(arguments, 2),
                argument(arguments, 3),
                argument(arguments, 4),
                argument(arguments, 5));
        return result == -1 ? -Native.getLastError() : result;
    }

    /** As {@link #raw}, again for as long as a signal interrupts it. */
    public static long uninterrupted(int number, long... arguments) {
        long result;
        do {
            result = raw(number, arguments);
        } while (result == -Errno.EINTR.number());
        return result;
    }

    /** As {@link #uninterrupted}; a failure is a {@link LinuxException} about {@code what}. */
    public static long call(String what, int number, long... arguments) {
        long result = uninterrupted(number, arguments);
        if (failed(result)) {
            throw new LinuxException(what, Errno.of(result));
        }
        return result;
    }

    /** Whether what the kernel returned is an errno. */
    public static boolean failed(long result) {
        return result < 0 && result >= -4095;
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }
}
