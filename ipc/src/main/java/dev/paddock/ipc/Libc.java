package dev.paddock.ipc;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The few system calls of the data plane, all of them through libc's {@code syscall(2)}.
 *
 * <p>By JNA, not by the JDK's own linker: that takes longer to make its first call possible than everything else that a
 * short program does, and can't be had from the start-up cache. What JNA adds to a call, some 70 ns, is nothing beside
 * sleeping, waking and mapping. C declares the function variadic, but on x86-64 it takes integers where any other function
 * does.
 *
 * <p>That is true of JNA's direct mapping, which takes some 20 ms to be set up in a fresh JVM. So calls go another way first,
 * by 0.9 us slower, until a process has shown that it stays, and another thread has set the fast one up.
 */
final class Libc {
    static final int SYS_MMAP = 9;
    static final int SYS_MUNMAP = 11;
    static final int SYS_MADVISE = 28;
    static final int SYS_FUTEX = 202;

    /** The command line's {@code run} makes about twenty. */
    private static final int CALLS_OF_A_SHORT_PROCESS = 100;

    private static final Function SYSCALL = NativeLibrary.getProcess().getFunction("syscall");

    /** Not exact where threads race: it reaches every number in between at least once. */
    private static int calls;

    private static volatile boolean direct;

    private Libc() {}

    private static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        if (direct) {
            return Direct.syscall(number, a, b, c, d, e, f);
        }
        if (calls < CALLS_OF_A_SHORT_PROCESS && ++calls == CALLS_OF_A_SHORT_PROCESS) {
            Thread.ofPlatform().daemon().name("paddock-direct-futex").start(Libc::goDirect);
        }
        return SYSCALL.invokeLong(new Object[] {number, a, b, c, d, e, f});
    }

    private static void goDirect() {
        Direct.register();
        direct = true;
    }

    private static final class Direct {
        static {
            Native.register(Direct.class, Platform.C_LIBRARY_NAME);
        }

        static void register() {}

        static native long syscall(long number, long a, long b, long c, long d, long e, long f);
    }

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
