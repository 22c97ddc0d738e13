package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.MemoryAccessException;
import dev.paddock.host.Metering;
import dev.paddock.host.Outcome;
import dev.paddock.host.UnlinkedImportException;
import dev.paddock.program.AssemblyException;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.SourceFrame;
import dev.paddock.worker.WorkerLostException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What {@code paddock run} reports.
 *
 * @param pc where the program stopped, if it did not finish
 * @param frames what the code there comes from, innermost first
 * @param compileNanos best of all compilations
 * @param runNanos best of all calls
 * @param medianNanos of all calls
 * @param sandbox full, partial or none
 * @param early whether the interpreter was done before there was a sandbox
 */
record RunReport(
        RunCommand.Request request,
        Outcome outcome,
        long gasLeft,
        OptionalInt pc,
        List<SourceFrame> frames,
        long compileNanos,
        long runNanos,
        long medianNanos,
        Backend backend,
        String sandbox,
        boolean early) {

    static RunReport of(
            RunCommand.Request request, Engine engine, RunCommand.Measured measured, long compile, long[] times) {
        Arrays.sort(times);
        return new RunReport(
                request,
                measured.outcome(),
                measured.gasLeft(),
                measured.pc(),
                measured.frames(),
                compile,
                times[0],
                times[times.length / 2],
                engine.backend(),
                sandbox(engine),
                false);
    }

    /** Of a call that the interpreter was done with before there was a sandbox. */
    static RunReport early(RunCommand.Request request, RunCommand.Measured measured) {
        return new RunReport(
                request,
                measured.outcome(),
                measured.gasLeft(),
                measured.pc(),
                measured.frames(),
                0,
                measured.nanos(),
                measured.nanos(),
                Backend.INTERPRETER,
                "none",
                true);
    }

    private static String sandbox(Engine engine) {
        if (engine.backend() == Backend.INTERPRETER) {
            return "none";
        }
        return engine.sandboxReport().full() ? "full" : "partial";
    }

    /** An outcome as the three ways to tell it: to scripts, to shells, to people. */
    private record Ending(String status, int exitCode, String text) {}

    private Ending ending() {
        if (outcome instanceof Outcome.Finished end) {
            return finished(end.result()); // before the switch, whose set-up takes longer than many a program
        }
        return switch (outcome) {
            case Outcome.Finished(var result) -> finished(result);
            case Outcome.Panic(var pc) -> new Ending("panic", ExitCode.PANIC, "at instruction "
                    + Integer.toUnsignedString(pc) + ": a trap, a bad jump, or an access outside its memory");
            case Outcome.OutOfGas _ -> new Ending("out-of-gas", ExitCode.OUT_OF_GAS, "more than --gas "
                    + request.config().initialGas() + " allows");
            case Outcome.PageFault fault -> new Ending("page-fault", ExitCode.PAGE_FAULT, "at instruction "
                    + Integer.toUnsignedString(fault.pc()) + ": page 0x" + Long.toHexString(fault.address())
                    + (fault.writeProtected() ? " is read-only" : " is not mapped"));
            case Outcome.HostCall(var number) -> new Ending("host-call", ExitCode.PANIC, "of function "
                    + Integer.toUnsignedString(number) + ", which the program does not import");
            case Outcome.DeadlineExceeded _ -> new Ending("deadline", ExitCode.DEADLINE, "stopped after --deadline "
                    + Numbers.time(request.deadline().toNanos()));
            case Outcome.Interrupted _ -> new Ending("interrupted", ExitCode.INTERNAL, "by someone else");
        };
    }

    private static Ending finished(long result) {
        return new Ending("finished", ExitCode.FINISHED, "result " + Long.toUnsignedString(result) + " (0x"
                + Long.toHexString(result) + (result < 0 ? ", " + result + " signed)" : ")"));
    }

    int exitCode() {
        return ending().exitCode();
    }

    // For people

    String text() {
        var text = new StringBuilder();
        var ending = ending();
        line(text, ending.status(), ending.text());
        for (var i = 0; i < frames.size(); i++) {
            line(text, i == 0 ? "in" : "", (i == 0 ? "" : "inlined into ") + frames.get(i));
        }
        if (metering().counts()) {
            line(text, "gas", Numbers.grouped(gasUsed()) + " used, " + Numbers.grouped(gasLeft) + " left ("
                    + metering().label() + ", " + request.config().costModel().label() + ")");
        }
        line(text, "time", timing());
        line(text, "on", place());
        return text.toString();
    }

    private String place() {
        if (backend == Backend.NATIVE) {
            return "native, " + sandbox + " sandbox" + (sandbox.equals("full") ? "" : " (paddock doctor tells why)");
        }
        if (early) {
            return "interpreter, done before the sandbox was ready (--backend native waits for it)";
        }
        return request.backend() == Backend.INTERPRETER
                ? "interpreter"
                : "interpreter, for want of a sandbox (paddock doctor tells why)";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(" ".repeat(Math.max(1, 11 - name.length()))).append(value).append('\n');
    }

    private String timing() {
        var text = new StringBuilder();
        if (backend == Backend.NATIVE) {
            text.append("compiled in ").append(Numbers.time(compileNanos)).append(", ");
        }
        text.append("ran in ").append(Numbers.time(runNanos));
        if (request.repeat() > 1) {
            text.append(" (best of ").append(Numbers.grouped(request.repeat()))
                    .append(", median ").append(Numbers.time(medianNanos)).append(')');
        }
        return text.toString();
    }

    // For programs

    String json() {
        return new JsonLine()
                .text("status", ending().status())
                .raw("result", outcome instanceof Outcome.Finished end ? Long.toUnsignedString(end.result()) : "null")
                .raw("gas_used", metering().counts() ? Long.toString(gasUsed()) : "null")
                .raw("gas_left", metering().counts() ? Long.toString(gasLeft) : "null")
                .raw("compile_ns", Long.toString(compileNanos))
                .raw("run_ns", Long.toString(runNanos))
                .raw("run_ns_median", Long.toString(medianNanos))
                .text("backend", backend.label())
                .text("sandbox", sandbox)
                .raw("pc", pc.isPresent() ? Integer.toUnsignedString(pc.getAsInt()) : "null")
                .raw("frames", frames.stream().map(RunReport::json).collect(Collectors.joining(",", "[", "]")))
                .end();
    }

    private static String json(SourceFrame frame) {
        return new JsonLine()
                .text("function", frame.function())
                .text("file", frame.path())
                .raw("line", Integer.toUnsignedString(frame.line()))
                .raw("column", Integer.toUnsignedString(frame.column()))
                .end();
    }

    /** The same fields for a call that could not be made. */
    static String failedJson(String status, Backend backend) {
        return new JsonLine()
                .text("status", status)
                .raw("result", "null")
                .raw("gas_used", "null")
                .raw("gas_left", "null")
                .raw("compile_ns", "null")
                .raw("run_ns", "null")
                .raw("run_ns_median", "null")
                .text("backend", backend.label())
                .raw("sandbox", "null")
                .raw("pc", "null")
                .raw("frames", "[]")
                .end();
    }

    /** The status of a call that failed for a reason of the environment; empty for any other. */
    static String statusOfFailure(RuntimeException e) {
        return switch (e) {
            case MalformedProgramException _ -> "malformed-program";
            case AssemblyException _ -> "malformed-program";
            case UnlinkedImportException _ -> "malformed-program";
            case MemoryAccessException _ -> "panic";
            case BackendUnavailableException _ -> "sandbox-unavailable";
            case WorkerLostException _ -> "worker-lost";
            default -> "";
        };
    }

    private Metering metering() {
        return request.metering();
    }

    private long gasUsed() {
        return request.config().initialGas() - gasLeft;
    }
}
