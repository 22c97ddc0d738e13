package dev.paddock.bench.internal.peer;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Stops processes, and lets them go on, which Java has no words for. */
final class Signals {
    /** Linux' numbers on x86-64. */
    private static final int CONTINUE = 18;

    private static final int STOP = 19;

    private static final MethodHandle KILL = kill();

    private Signals() {}

    /** int kill(pid_t, int) of the C library: takes and returns numbers only. */
    @SuppressWarnings("restricted")
    private static MethodHandle kill() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("kill").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    static void stop(Process process) {
        send(process, STOP);
    }

    static void goOn(Process process) {
        send(process, CONTINUE);
    }

    /** The process is a child that nobody has waited for as long as it is alive, so that its number is its own. */
    private static void send(Process process, int signal) {
        if (process.isAlive()) {
            try {
                var _ = (int) KILL.invokeExact((int) process.pid(), signal);
            } catch (Throwable e) {
                throw new IllegalStateException("kill of the C library can't be called", e);
            }
        }
    }
}
