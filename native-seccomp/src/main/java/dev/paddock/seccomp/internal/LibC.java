package dev.paddock.seccomp.internal;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The one function of the C library that we need: {@code syscall}, by which every system call can be made.
 *
 * <p>It is declared with a fixed list of arguments. C declares it variadic, but on x86-64 a variadic function takes
 * integer arguments where any other function takes them, and {@code syscall} is written in assembly and reads just
 * those places; arguments that a call does not have are passed as 0 and ignored by the kernel.
 */
final class LibC {

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    static native long syscall(long number, long a0, long a1, long a2, long a3, long a4, long a5);
}
