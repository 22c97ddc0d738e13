package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.Metering;
import dev.paddock.program.Program;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A call in the interpreter while the sandbox is still being made. If it ends before that, its result is the result: both
 * backends come to the same outcome, registers, memory and gas. If not, it is forgotten, and the call is made natively from
 * its beginning. Nobody sees which way it went: what the program writes is kept back until it is known, and the host
 * functions of {@link HostConsole} do nothing else that outlives the call.
 */
final class InterpretedFirst {
    /** The result, and what the program wrote on the way. */
    record Early(RunCommand.Measured measured, byte[] output) {}

    /** From the command's first look at its line: reading a small program takes 10 to 20 ms, on a busy machine twice that. */
    private static final Duration HEAD_START = Duration.ofMillis(50);

    /** How long a call has before the sandbox is begun with, if that is earlier. */
    private static final Duration SHORT_CALL = Duration.ofMillis(10);

    private InterpretedFirst() {}

    /** Whether a request leaves it open where its call is made, and wants nothing that only one backend can tell. */
    static boolean suits(RunCommand.Request request) {
        return request.config().backend() == Backend.AUTO
                && request.repeat() == 1 // more are made to be measured
                && !request.config().perfMap()
                && request.metering() != Metering.ASYNC; // the end of its gas is seen when the clock ticks
    }

    /**
     * What the interpreter may take before the sandbox is begun with. With a third processor that costs it nothing; with less,
     * the two (and the JIT compiler) take each other's time, and a short call is later by as much as this.
     */
    static Duration headStart(RunCommand.Request request) {
        return suits(request) && Runtime.getRuntime().availableProcessors() < 3 ? HEAD_START : Duration.ZERO;
    }

    /**
     * The result, unless the engine was there first, or something went wrong: then the other run says so. It has no
     * deadline but the engine: how long a call takes is a matter of the backend.
     */
    static Optional<Early> run(Program program, Call call, EngineAhead ahead) {
        var output = new ByteArrayOutputStream();
        try (var engine = Engine.create(ahead.config().withBackend(Backend.INTERPRETER))) {
            ahead.whenThere(engine::close);
            var module = engine.compile(program);
            ahead.beginWithin(SHORT_CALL);
            var measured = RunCommand.measure(module, call, HostConsole.imports(output), Duration.ZERO);
            return Optional.of(new Early(measured, output.toByteArray()));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
