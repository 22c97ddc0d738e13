package dev.paddock.ipc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few libc functions of the data plane, as FFM downcalls.
 *
 * <p>All go through {@code syscall(2)}: one function, whose argument types are fixed here. Passing six longs to a
 * variadic C function is safe on x86-64: longs travel in registers and on the stack as in any other call, and
 * {@code firstVariadicArg} makes the linker set {@code al}.
 */
final class Libc {
    static final int SYS_MMAP = 9;
    static final int SYS_MUNMAP = 11;
    static final int SYS_MADVISE = 28;
    static final int SYS_FUTEX = 202;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SIX_LONGS = FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);
    private static final MemorySegment SYSCALL =
            LINKER.defaultLookup().find("syscall").orElseThrow(() -> new UnsatisfiedLinkError("libc has no syscall"));

    /** The thread changes to native state: the call may sleep, garbage collection goes on. */
    private static final MethodHandle CALL =
            LINKER.downcallHandle(SYSCALL, SIX_LONGS, Linker.Option.firstVariadicArg(1));

    private Libc() {}

    /** As libc answers: a result, or -1. Whoever wants to know why calls {@link #withErrno}. */
    static long call(int number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact((long) number, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** As the kernel answers: a result, or minus the errno. A call that fails is made a second time to learn why. */
    static long withErrno(int number, long a, long b, long c, long d, long e, long f) {
        long result = call(number, a, b, c, d, e, f);
        return result == -1 ? Telling.call(number, a, b, c, d, e, f) : result;
    }

    /** A handle that brings errno along takes longer to make than a short program runs: it is made when one is needed. */
    private static final class Telling {
        private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final MethodHandle CALL = LINKER.downcallHandle(
                SYSCALL, SIX_LONGS, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));

        static long call(int number, long a, long b, long c, long d, long e, long f) {
            try (var arena = Arena.ofConfined()) {
                var state = arena.allocate(STATE);
                long result = (long) CALL.invokeExact(state, (long) number, a, b, c, d, e, f);
                return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
            } catch (RuntimeException | Error e1) {
                throw e1;
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
