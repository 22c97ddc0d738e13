package dev.paddock.seccomp.internal;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The one function of the C library that we need: {@code syscall}, by which every system call can be made.
 *
 * <p>It is declared with a fixed list of arguments. C declares it variadic, but on x86-64 a variadic function takes
 * integer arguments where any other function takes them, and {@code syscall} is written in assembly and reads just
 * those places; arguments that a call does not have are passed as 0 and ignored by the kernel.
 *
 * <p>JNA's direct mapping makes a call by 0.9 us faster, and takes some 20 ms to be set up in a fresh JVM: as long as many a
 * short command runs. So calls go the slow way first, until a process has shown that it stays, and another thread has
 * set the fast one up.
 */
final class LibC {
    /** The command line's {@code run} makes about a hundred. */
    private static final int CALLS_OF_A_SHORT_PROCESS = 400;

    private static final Function SYSCALL = NativeLibrary.getProcess().getFunction("syscall");

    /** Not exact where threads race: it reaches every number in between at least once. */
    private static int calls;

    private static volatile boolean direct;

    private LibC() {}

    static long syscall(long number, long a0, long a1, long a2, long a3, long a4, long a5) {
        if (direct) {
            return Direct.syscall(number, a0, a1, a2, a3, a4, a5);
        }
        if (calls < CALLS_OF_A_SHORT_PROCESS && ++calls == CALLS_OF_A_SHORT_PROCESS) {
            Thread.ofPlatform().daemon().name("paddock-direct-calls").start(LibC::goDirect);
        }
        return SYSCALL.invokeLong(new Object[] {number, a0, a1, a2, a3, a4, a5});
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

        static native long syscall(long number, long a0, long a1, long a2, long a3, long a4, long a5);
    }
}
