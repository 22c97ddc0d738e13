package dev.paddock.service.internal.work;

import dev.paddock.host.EngineClosedException;
import dev.paddock.host.GuestException;
import dev.paddock.host.GuestTrapException;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.MemoryAccessException;
import dev.paddock.host.Module;
import dev.paddock.host.Outcome;
import dev.paddock.host.TypedFunction;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.service.CodeHash;
import dev.paddock.service.ValidationResult;
import dev.paddock.service.Verdict;
import dev.paddock.worker.WorkerLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs validations on one thread, and keeps the last instance: the next block of the same parachain finds its worker with
 * code and memory in place, and only what was written is cleared.
 *
 * <p>Whose fault is it? Until the guest's first instruction, the host's: {@link Verdict.Internal}. From then on nothing
 * that goes wrong is {@code Internal}, for a guest may have found a way to bring it about.
 */
public final class JobRunner implements AutoCloseable {
    /** The auxiliary data's place depends on its size in these units: one instance serves all sizes of a unit. */
    private static final long AUX_UNIT = 0x10000;

    private static final int PAGE_SIZE = 0x1000;
    /** A worker that was at work so lately is not looked after first. */
    private static final long FRESH_NANOS = 1_000_000;

    private static final long LOW = 0xffff_ffffL;

    /** What came of one attempt. */
    record Attempt(Verdict verdict, long runNanos) {}

    /** An instance that waits for the next job of the same code and a similar size of parameters. */
    private record Ready(CodeHash code, long auxSize, long auxAddress, Instance instance, TypedFunction validate) {}

    private final ModuleSource modules;
    private final long maxOutput;
    private volatile @Nullable Ready ready;
    private long lastEnd;

    /** Where modules come from. */
    interface ModuleSource {
        Module module(CodeHash hash) throws IOException;
    }

    JobRunner(ModuleSource modules, long maxOutput) {
        this.modules = modules;
        this.maxOutput = maxOutput;
    }

    /** A candidate that can't be run at all, since its parameters don't fit beside it. */
    private static final class UnfitParameters extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitParameters(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * One attempt.
     *
     * @throws EngineClosedException when the service stops: there is no verdict, the job stays in the journal
     */
    Attempt run(CodeHash code, byte[] parameters, long gas, Duration deadline) {
        Ready prepared;
        try {
            prepared = prepare(code, parameters, gas, deadline);
        } catch (UnfitParameters e) {
            return new Attempt(
                    invalid(Verdict.Reason.BAD_PARAMETERS, String.valueOf(e.getMessage()), OptionalInt.empty(), "", 0), 0);
        } catch (EngineClosedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            retire();
            return new Attempt(new Verdict.Internal(text(e), 1), 0);
        } catch (OutOfMemoryError e) {
            retire();
            return new Attempt(new Verdict.Internal("the service has not enough memory: " + e.getMessage(), 1), 0);
        }
        long start = System.nanoTime();
        var verdict = call(prepared, parameters.length, gas);
        lastEnd = System.nanoTime();
        return new Attempt(verdict, lastEnd - start);
    }

    private Ready prepare(CodeHash code, byte[] parameters, long gas, Duration deadline)
            throws IOException, UnfitParameters {
        long auxSize = Math.ceilDiv(parameters.length, AUX_UNIT) * AUX_UNIT;
        var kept = ready;
        if (kept != null && System.nanoTime() - lastEnd > FRESH_NANOS && !kept.instance().isAlive()) {
            // Died while nothing ran in it, which is no doubt about the next candidate.
            retire();
        }
        for (int attempt = 0; ; attempt++) {
            var fresh = ready == null || !fits(ready, code, auxSize);
            var prepared = instance(code, auxSize);
            try {
                var instance = prepared.instance();
                if (!fresh) {
                    instance.reset();
                }
                instance.memory().setAccessibleAuxSize(parameters.length);
                instance.memory().write(prepared.auxAddress(), parameters);
                instance.setGas(gas);
                instance.setTimeLimit(deadline);
                return prepared;
            } catch (EngineClosedException e) {
                throw e;
            } catch (RuntimeException e) {
                // The worker died while nothing ran in it: a new one, once.
                retire();
                if (attempt > 0) {
                    throw e;
                }
            }
        }
    }

    private static boolean fits(Ready ready, CodeHash code, long auxSize) {
        return ready.code().equals(code) && ready.auxSize() == auxSize;
    }

    private Ready instance(CodeHash code, long auxSize) throws IOException, UnfitParameters {
        var kept = ready;
        if (kept != null && fits(kept, code, auxSize)) {
            return kept;
        }
        retire();
        var module = modules.module(code);
        long address;
        try {
            address = module.program().memoryMap(PAGE_SIZE, auxSize).auxAddress();
        } catch (MalformedProgramException e) {
            throw new UnfitParameters(String.valueOf(e.getMessage()));
        }
        var instance = module.instantiate(new Imports(), auxSize);
        var fresh = new Ready(code, auxSize, address, instance, instance.function(Codes.ENTRY));
        ready = fresh;
        return fresh;
    }

    private Verdict call(Ready prepared, int length, long gas) {
        var instance = prepared.instance();
        try {
            long packed = prepared.validate().call(prepared.auxAddress(), length);
            return output(instance, packed, gas - instance.gas());
        } catch (GuestException e) {
            return ended(e, instance, gas);
        } catch (EngineClosedException e) {
            throw e;
        } catch (WorkerLostException e) {
            retire();
            return new Verdict.PossiblyInvalid(Verdict.Doubt.WORKER_LOST, text(e), 1);
        } catch (RuntimeException e) {
            // A worker may have lied its way into an exception of the host's.
            retire();
            return new Verdict.PossiblyInvalid(Verdict.Doubt.RUN_FAILED, text(e), 1);
        } catch (OutOfMemoryError | StackOverflowError e) {
            retire();
            return new Verdict.PossiblyInvalid(Verdict.Doubt.RUN_FAILED, e.toString(), 1);
        }
    }

    private Verdict output(Instance instance, long packed, long gasUsed) {
        long address = packed & LOW;
        long length = packed >>> 32;
        if (length > maxOutput) {
            return invalid(Verdict.Reason.BAD_OUTPUT, "a result of " + length + " bytes; at most " + maxOutput
                    + " are taken", OptionalInt.empty(), "", gasUsed);
        }
        byte[] bytes;
        try {
            bytes = instance.memory().read(address, length);
        } catch (MemoryAccessException e) {
            return invalid(Verdict.Reason.BAD_OUTPUT, "the result lies outside its memory: " + text(e),
                    OptionalInt.empty(), "", gasUsed);
        }
        try {
            return new Verdict.Valid(ValidationResult.decode(bytes), gasUsed);
        } catch (IllegalArgumentException e) {
            return invalid(Verdict.Reason.BAD_OUTPUT, "the result is none: " + text(e), OptionalInt.empty(), "", gasUsed);
        }
    }

    private Verdict ended(GuestException end, Instance instance, long gas) {
        return switch (end.outcome()) {
            case Outcome.Panic panic -> panicked(end, panic.pc(), gas - instance.gas());
            case Outcome.OutOfGas _ ->
                invalid(Verdict.Reason.OUT_OF_GAS, "more than " + gas + " gas is needed", OptionalInt.empty(), "", gas);
            // No import is offered, so whatever it calls is not there.
            case Outcome.HostCall call -> {
                var pc = instance.pc();
                yield invalid(Verdict.Reason.PANIC, "called host function " + Integer.toUnsignedString(call.number()),
                        pc, "", gas - instance.gas());
            }
            case Outcome.DeadlineExceeded _ ->
                new Verdict.PossiblyInvalid(Verdict.Doubt.DEADLINE, "the deadline came before the gas was used up", 1);
            case Outcome.Interrupted _ ->
                new Verdict.PossiblyInvalid(Verdict.Doubt.RUN_FAILED, "the run was interrupted", 1);
            case Outcome.PageFault fault -> panicked(end, fault.pc(), gas - instance.gas());
            case Outcome.Finished _ -> throw new IllegalStateException("finished is no failure");
        };
    }

    private static Verdict panicked(GuestException end, int pc, long gasUsed) {
        var source = end instanceof GuestTrapException trap ? trap.sourceLine().orElse("") : "";
        return invalid(
                Verdict.Reason.PANIC, "panicked at pc " + pc + (source.isEmpty() ? "" : " (" + source + ")"),
                OptionalInt.of(pc), source, gasUsed);
    }

    private static Verdict invalid(Verdict.Reason reason, String message, OptionalInt pc, String source, long gasUsed) {
        return new Verdict.Invalid(reason, message, pc, source, gasUsed);
    }

    private static String text(Throwable e) {
        var message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    /** From any thread: stops the run that is under way, if there is one. */
    void interrupt() {
        var running = ready;
        if (running != null) {
            running.instance().interrupt();
        }
    }

    /** The worker goes; the next job gets another. */
    private void retire() {
        var old = ready;
        ready = null;
        if (old != null) {
            old.instance().close();
        }
    }

    @Override
    public void close() {
        retire();
    }
}
