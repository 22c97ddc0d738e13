package dev.paddock.ipc;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The few system calls of the data plane, all of them through libc's {@code syscall(2)}.
 *
 * <p>By JNA, not by the JDK's own linker: that takes longer to make its first call possible than everything else that a
 * short program does, and can't be had from the start-up cache. What JNA adds to a call, some 70 ns, is nothing beside
 * sleeping, waking and mapping. C declares the function variadic, but on x86-64 it takes integers where any other function
 * does.
 */
final class Libc {
    static final int SYS_MMAP = 9;
    static final int SYS_MUNMAP = 11;
    static final int SYS_MADVISE = 28;
    static final int SYS_FUTEX = 202;

    static {
        Native.register(Libc.class, Platform.C_LIBRARY_NAME);
    }

    private Libc() {}

    private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    /** As libc answers: a result, or -1. The thread may sleep in it, garbage collection goes on. */
    static long call(int number, long a, long b, long c, long d, long e, long f) {
        return syscall(number, a, b, c, d, e, f);
    }

    /** As the kernel answers: a result, or minus the errno. */
    static long withErrno(int number, long a, long b, long c, long d, long e, long f) {
        long result = syscall(number, a, b, c, d, e, f);
        return result == -1 ? -Native.getLastError() : result;
    }
}
