package dev.paddock.cli.internal.vectors;

import dev.paddock.cli.internal.HostConsole;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.program.Import;
import dev.paddock.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes the calls of a {@code calls.json} in one mode. */
final class CallsVectorRun {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mode mode;
    private final Instance instance;
    private final ByteArrayOutputStream console;
    private final long auxAddress;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private CallsVectorRun(Mode mode, Instance instance, ByteArrayOutputStream console, long auxAddress) {
        this.mode = mode;
        this.instance = instance;
        this.console = console;
        this.auxAddress = auxAddress;
    }

    static List<Mismatch> play(Vector.Calls vector, Mode mode, Engines engines) throws IOException {
        var config = EngineConfig.defaults()
                .withBackend(mode.backend())
                .withMetering(mode.metering())
                .withWorkers(1, 0);
        var program = Program.parse(Files.readAllBytes(vector.program()));
        var imports = program.imports().stream().map(Import::name).toList();
        if (!imports.equals(vector.imports())) {
            return List.of(Mismatch.of("imports", vector.imports(), imports));
        }
        var console = new ByteArrayOutputStream();
        var module = engines.engine(config).compile(program);
        try (var instance = module.instantiate(HostConsole.imports(console), vector.mostInput())) {
            instance.setTimeLimit(PATIENCE);
            var map = program.memoryMap(instance.memory().pageSize(), vector.mostInput());
            var run = new CallsVectorRun(mode, instance, console, map.auxAddress());
            var number = 0;
            for (var call : vector.calls()) {
                run.play(call, "call " + number++ + " (" + call.export() + ") ");
            }
            return run.mismatches;
        }
    }

    private void play(Vector.Call call, String where) {
        var starves = call.status().equals(Status.OUT_OF_GAS);
        if (starves && mode.metering() == Metering.NONE) {
            // It would never end, or end otherwise.
            return;
        }
        console.reset();
        instance.setGas(call.gas());
        var outcome = instance.invoke(call.export(), arguments(call));
        same(where + "status", call.status(), Status.ofCall(outcome));
        if (mode.countsExactly()) {
            call.gasLeft().ifPresent(left -> same(where + "gas-left", left, instance.gas()));
        }
        if (call.result().isPresent() && outcome instanceof Outcome.Finished(var a0)) {
            same(where + "a0", Long.toUnsignedString(call.result().getAsLong()), Long.toUnsignedString(a0));
        }
        if (call.output().isPresent() && outcome instanceof Outcome.Finished(var slice)) {
            same(where + "output", HexFormat.of().formatHex(call.output().get()), memory(slice));
        }
        same(where + "console", call.console(), console.toString(StandardCharsets.UTF_8));
    }

    private long[] arguments(Vector.Call call) {
        if (call.input().isEmpty()) {
            return call.arguments();
        }
        var input = call.input().get();
        instance.memory().write(auxAddress, input);
        return new long[] {auxAddress, input.length};
    }

    /** The bytes that a result tells of: where they lie, and in the upper half how many there are. */
    private String memory(long slice) {
        var length = slice >>> 32;
        return instance.memory().isReadable(slice, length)
                ? HexFormat.of().formatHex(instance.memory().read(slice, length))
                : "memory that can't be read: 0x" + Long.toHexString(slice);
    }

    private void same(String field, Object expected, Object got) {
        if (!expected.equals(got)) {
            mismatches.add(Mismatch.of(field, expected, got));
        }
    }
}
