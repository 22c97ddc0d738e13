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

    private InterpretedFirst() {}

    /** Whether a request leaves it open where its call is made, and wants nothing that only one backend can tell. */
    static boolean suits(RunCommand.Request request) {
        return request.config().backend() == Backend.AUTO
                && request.repeat() == 1 // more are made to be measured
                && !request.config().perfMap()
                && request.metering() != Metering.ASYNC; // the end of its gas is seen when the clock ticks
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
            var measured = RunCommand.measure(module, call, HostConsole.imports(output), Duration.ZERO);
            return Optional.of(new Early(measured, output.toByteArray()));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
