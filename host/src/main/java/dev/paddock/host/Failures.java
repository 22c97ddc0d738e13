package dev.paddock.host;

import dev.paddock.host.internal.Machine;
import dev.paddock.program.Program;

/** Turns the ends of calls into exceptions. */
final class Failures {
    private Failures() {}

    /** The exception for an outcome that is not {@link Outcome.Finished}. */
    static GuestException of(Outcome outcome, Program program, Machine machine) {
        return switch (outcome) {
            case Outcome.Finished f -> throw new IllegalArgumentException("finished is no failure");
            case Outcome.Panic panic -> {
                var frames = SourceLines.of(program, panic.pc());
                yield new GuestTrapException(
                        "the program panicked at pc " + Integer.toUnsignedString(panic.pc()) + SourceLines.text(frames),
                        panic,
                        frames);
            }
            case Outcome.OutOfGas outOfGas -> new OutOfGasException(
                    "out of gas: " + machine.gas() + " left"
                            + (machine.nextPc() == Machine.NO_PC ? "" : " before pc " + machine.nextPc()), outOfGas);
            case Outcome.PageFault fault -> {
                var frames = SourceLines.of(program, fault.pc());
                yield new PageFaultException(
                        "page fault at pc %s%s: page 0x%x is %s".formatted(
                                Integer.toUnsignedString(fault.pc()),
                                SourceLines.text(frames),
                                fault.address(),
                                fault.writeProtected() ? "read-only" : "not mapped"),
                        fault,
                        frames);
            }
            case Outcome.HostCall call -> new UnservedHostCallException(
                    "the program called host function " + Integer.toUnsignedString(call.number()) + ", but imports only "
                            + program.imports().size(), call);
            case Outcome.DeadlineExceeded deadline -> new DeadlineExceededException(
                    "the call took longer than its time limit", deadline);
            case Outcome.Interrupted interrupted -> new GuestInterruptedException("the call was interrupted", interrupted);
        };
    }

    /** Throws what a host function threw as it is, checked or not: never returns. */
    static RuntimeException unchanged(Throwable thrown) {
        throw Failures.<RuntimeException>sneak(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
