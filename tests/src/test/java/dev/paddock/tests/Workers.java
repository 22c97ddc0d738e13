package dev.paddock.tests;

import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.ipc.RawMemory;
import dev.paddock.ipc.RingLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The worker processes of this JVM, from the outside: what tests do to them, and what the host spends on them. */
final class Workers {
    static final int SIGKILL = 9;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;

    private static final boolean AVAILABLE = probe();

    private Workers() {}

    /** Whether programs can run natively here. */
    static boolean available() {
        return AVAILABLE;
    }

    private static boolean probe() {
        try (var engine = Engine.create(
                EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0))) {
            return engine.backend() == Backend.NATIVE;
        } catch (BackendUnavailableException e) {
            System.out.println("no native backend here: " + e.getMessage());
            return false;
        }
    }

    /** Process numbers of all children of this JVM, dead ones that nobody has reaped included. */
    static List<Long> all() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).sorted().toList();
    }

    /** Whether a child runs or could: neither reaped nor waiting for that. */
    static boolean isAlive(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /** The worker of an engine that has one, with no other engine around. */
    static long theOnlyOne() {
        var all = all();
        if (all.size() != 1) {
            throw new AssertionError("one worker expected, there are " + all);
        }
        return all.getFirst();
    }

    static void signal(long pid, int signal) {
        try {
            int result = (int) KILL.invokeExact((int) pid, signal);
            if (result != 0) {
                throw new AssertionError("signal " + signal + " to " + pid + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("kill").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /**
     * Where this JVM has mapped the control area that it shares with its only worker. What tests write there is what a
     * worker that lies could write.
     */
    static long controlArea() {
        var areas = lines("maps").stream()
                .filter(line -> line.contains("memfd:paddock-control"))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf('-')), 16))
                .toList();
        if (areas.size() != 1) {
            throw new AssertionError("one control area expected, there are " + areas.size());
        }
        return areas.getFirst();
    }

    /** Where the next event of the worker goes: the slot's address, with the stamp it must bear. */
    record NextEvent(long slot, int stamp) {
        /** Nobody but the two sides counts; the newest stamp is how many there have been. */
        static NextEvent of(long control) {
            int position = 0;
            for (int slot = 0; slot < RingLayout.SLOTS; slot++) {
                position = Math.max(position, RawMemory.getIntOpaque(
                        control + RingLayout.EVENT_SLOTS + (long) slot * RingLayout.SLOT_SIZE + RingLayout.STAMP));
            }
            return new NextEvent(
                    control + RingLayout.EVENT_SLOTS + (long) (position & RingLayout.SLOTS - 1) * RingLayout.SLOT_SIZE,
                    position + 1);
        }
    }

    // ---- what this process holds

    static int descriptors() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mappings of memory that is shared with workers. The JVM's own come and go. */
    static int mappings() {
        return (int) lines("maps").stream().filter(line -> line.contains("memfd:paddock")).count();
    }

    /** Memory of this process that lies in RAM, in KiB: {@code RssAnon}, {@code RssShmem} ... */
    static long kilobytes(String what) {
        return lines("status").stream()
                .filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc/self", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
