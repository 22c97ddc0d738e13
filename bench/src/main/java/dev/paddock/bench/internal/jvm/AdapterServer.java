package dev.paddock.bench.internal.jvm;

import dev.paddock.bench.vm.VmFamily;
import dev.paddock.bench.vm.VmFamily.LoadedProgram;
import dev.paddock.bench.vm.VmFamily.RunningProgram;
import dev.paddock.bench.vm.VmFamily.Vm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Answers the requests of the line protocol, and holds the clock: docs/benchmarking.md has the protocol. */
final class AdapterServer {
    private final VmFamily family;
    private final String id;
    private @Nullable Vm vm;
    private byte[] bytes = {};
    private @Nullable LoadedProgram loaded;
    private @Nullable RunningProgram running;

    AdapterServer(VmFamily family, String id) {
        this.family = family;
        this.id = id;
    }

    String reply(String request) {
        try {
            return "ok " + answer(request);
        } catch (UnsupportedOperationException e) {
            return "error unsupported: " + (e.getMessage() + "").replaceAll("\\s+", " ");
        } catch (Exception | LinkageError e) {
            return "error " + (e + "").replaceAll("\\s+", " ");
        }
    }

    private String answer(String request) throws Exception {
        int space = request.indexOf(' ');
        var verb = space < 0 ? request : request.substring(0, space);
        var argument = space < 0 ? "" : request.substring(space + 1);
        return switch (verb) {
            case "hello" -> {
                vm = family.open(id);
                yield "protocol=1 version=" + family.version();
            }
            case "load" -> load(Path.of(argument));
            case "start" -> start();
            case "run" -> run(Long.parseLong(argument));
            case "compile" -> compile(Long.parseLong(argument));
            case "instances" -> instances(Long.parseLong(argument));
            default -> throw new IllegalArgumentException("unknown request " + verb);
        };
    }

    private String load(Path file) throws Exception {
        bytes = Files.readAllBytes(file);
        closeRunning();
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
        var machine = vm();
        long begin = System.nanoTime();
        var program = machine.load(bytes);
        long nanos = System.nanoTime() - begin;
        loaded = program;
        var size = program.codeSize();
        return "nanos=" + nanos + (size.isPresent() ? " code=" + size.getAsLong() : "");
    }

    private String start() throws Exception {
        closeRunning();
        var program = loaded();
        long begin = System.nanoTime();
        var instance = program.instantiate();
        instance.initialize();
        long nanos = System.nanoTime() - begin;
        running = instance;
        return "nanos=" + nanos;
    }

    private String run(long wanted) throws Exception {
        var instance = running;
        if (instance == null) {
            throw new IllegalStateException("nothing is started");
        }
        long ticks = instance.ticks();
        var checksum = new Checksum();
        var timing = Timing.repeat(wanted, () -> checksum.add(instance.run()));
        return timing.text() + " checksum=" + Long.toUnsignedString(checksum.value) + " ticks="
                + (instance.ticks() - ticks);
    }

    /** The result that all calls must have. */
    private static final class Checksum {
        /** Volatile, so that a call whose result is known beforehand is made all the same. */
        private volatile long value;

        private boolean known;

        void add(long result) {
            if (known && result != value) {
                throw new IllegalStateException("checksum changed from " + Long.toUnsignedString(value) + " to "
                        + Long.toUnsignedString(result));
            }
            value = result;
            known = true;
        }
    }

    private String compile(long wanted) throws Exception {
        var machine = vm();
        var timing = new Timing();
        while (timing.calls() == 0 || timing.nanos() < wanted) {
            long begin = System.nanoTime();
            var program = machine.load(bytes);
            timing.add(System.nanoTime() - begin, 1);
            // Giving it back is not part of compiling it.
            program.close();
        }
        return timing.text();
    }

    private String instances(long wanted) throws Exception {
        var program = loaded();
        var timing = Timing.repeat(wanted, () -> {
            try (var instance = program.instantiate()) {
                instance.run();
            }
        });
        return timing.text();
    }

    private void closeRunning() throws Exception {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private Vm vm() {
        if (vm == null) {
            throw new IllegalStateException("hello comes first");
        }
        return vm;
    }

    private LoadedProgram loaded() {
        if (loaded == null) {
            throw new IllegalStateException("nothing is loaded");
        }
        return loaded;
    }
}
