package dev.paddock.cli.internal;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Module;
import dev.paddock.host.Outcome;
import dev.paddock.program.Program;
import dev.paddock.program.SourceFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** {@code paddock run}: calls one export of a program. */
final class RunCommand implements Command {
    /** Ample, and below what float metering can count. */
    static final long DEFAULT_GAS = Metering.MAX_FLOAT_GAS - 1;

    private static final Manual MANUAL = new Manual(
            "run",
            "PROGRAM [EXPORT] [ARG...]",
            "Calls an export of a program and prints its result, the gas it used and the time it took.",
            """
            PROGRAM is a .polkavm blob or assembly text (docs/cli.md), told apart by their first bytes; - is standard
            input. EXPORT may be left out when the program has only one, or one called main. ARGs are 64-bit numbers,
            decimal, negative or 0x.., up to nine (registers a0 to a5, t0 to t2).

            The program may import console_write(address, length) and the other host functions of docs/cli.md.

            Exit codes: 0 finished, 2 usage, 10 panic, 11 out of gas, 12 page fault, 13 deadline,
            20 malformed program, 21 sandbox unavailable, 22 worker lost, 70 a fault of Paddock's own.
            """,
            List.of(
                    new Option("--backend", "BACKEND", "auto (default): the interpreter while the sandbox is being made, then native; native; interpreter"),
                    new Option("--metering", "MODE", "how gas is counted: sync (default), async, float, none"),
                    new Option("--gas", "N", "how much gas the call gets (default 2^52 - 1); no effect with --metering none"),
                    Choices.COST_MODEL,
                    new Option("--deadline", "TIME", "stop after that long: 2s, 500ms, .. (default: never)"),
                    new Option("--repeat", "N", "make N calls, each on a fresh instance; report the best and the median"),
                    Option.flag("--perf-map", "write /tmp/perf-PID.map for profilers: which native code is which function"),
                    Option.flag("--json", "print one JSON object as the last line, instead of the text for people"),
                    Choices.ISA));

    @Override
    public Manual manual() {
        return MANUAL;
    }

    /** What the command line asks for. */
    record Request(
            String file,
            List<String> words,
            Backend backend,
            Metering metering,
            EngineConfig config,
            Duration deadline,
            int repeat,
            boolean json) {}

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        var request = request(arguments);
        RunReport report;
        try (var engine = new EngineAhead(request.config(), InterpretedFirst.headStart(request))) {
            var program = ProgramFile.load(request.file(), Choices.isa(arguments));
            report = run(request, program, engine, console);
        } catch (RuntimeException e) {
            var status = RunReport.statusOfFailure(e);
            if (request.json() && !status.isEmpty()) {
                console.out().println(RunReport.failedJson(status, request.backend()));
            }
            throw e;
        }
        if (request.json()) {
            console.out().println(report.json());
        } else {
            console.out().print(report.text());
        }
        return report.exitCode();
    }

    private static Request request(Arguments arguments) {
        var words = arguments.positionals();
        if (words.isEmpty()) {
            throw new UsageException("no PROGRAM given: a .polkavm blob or assembly text, such as examples/fibonacci.pvmasm");
        }
        var backend = Choices.backend(arguments.choice("--backend", List.of("auto", "native", "interpreter")));
        var metering = Choices.metering(arguments.choice("--metering", List.of("sync", "async", "float", "none")));
        var gas = arguments.number("--gas", 0).orElse(DEFAULT_GAS);
        if (metering == Metering.FLOAT && gas >= Metering.MAX_FLOAT_GAS) {
            throw new UsageException("--gas " + gas + " is too much for --metering float, which counts below 2^52 = "
                    + Metering.MAX_FLOAT_GAS);
        }
        var repeat = arguments.number("--repeat", 1).orElse(1L);
        if (repeat > 10_000_000) {
            throw new UsageException("--repeat " + repeat + ": at most 10000000");
        }
        var config = EngineConfig.defaults()
                .withBackend(backend)
                .withMetering(metering)
                .withCostModel(Choices.costModel(arguments))
                .withWorkers(1, 0)
                .withModuleCache(false)
                .withPerfMap(arguments.has("--perf-map"))
                .withInitialGas(metering.counts() ? gas : DEFAULT_GAS);
        return new Request(
                words.getFirst(),
                words.subList(1, words.size()),
                backend,
                metering,
                config,
                arguments.duration("--deadline").orElse(Duration.ZERO),
                repeat.intValue(),
                arguments.has("--json"));
    }

    private static RunReport run(Request request, Program program, EngineAhead ahead, Console console) {
        // What is wrong with the line should be said before what is wrong with the machine.
        var call = Call.of(program, request.words());
        if (InterpretedFirst.suits(request)) {
            var early = InterpretedFirst.run(program, call, ahead);
            if (early.isPresent()) {
                var output = new GuestOutput(console.out());
                output.write(early.get().output());
                output.endLine();
                return RunReport.early(request, early.get().measured());
            }
        }
        var engine = ahead.get();
        if (request.backend() != Backend.INTERPRETER) {
            SandboxMark.update(engine);
        }
        return run(request, program, call, engine, console);
    }

    private static RunReport run(Request request, Program program, Call call, Engine engine, Console console) {
        var module = engine.compile(program);
        var compile = module.statistics().nanoseconds();
        for (var i = 1; i < request.repeat(); i++) {
            module = engine.compile(program);
            compile = Math.min(compile, module.statistics().nanoseconds());
        }
        return calls(request, engine, module, call, compile, console);
    }

    private static RunReport calls(
            Request request, Engine engine, Module module, Call call, long compile, Console console) {
        var times = new long[request.repeat()];
        var output = new GuestOutput(console.out());
        try {
            var first = measure(module, call, HostConsole.imports(output), request.deadline());
            times[0] = first.nanos();
            // A program that prints should do so once, however often it is measured.
            for (var i = 1; i < times.length; i++) {
                var silent = HostConsole.imports(OutputStream.nullOutputStream());
                times[i] = measure(module, call, silent, request.deadline()).nanos();
            }
            return RunReport.of(request, engine, first, compile, times);
        } finally {
            output.endLine();
        }
    }

    /** One call, on an instance of its own. */
    static Measured measure(Module module, Call call, Imports imports, Duration timeLimit) {
        try (var instance = module.instantiate(imports)) {
            instance.setTimeLimit(timeLimit);
            call.prepare(instance);
            var start = System.nanoTime();
            var outcome = instance.runServing();
            var nanos = System.nanoTime() - start;
            var pc = stoppedAt(outcome, instance);
            var frames = pc.isPresent() ? module.frames(pc.getAsInt()) : List.<SourceFrame>of();
            return new Measured(outcome, nanos, instance.gas(), pc, frames);
        }
    }

    /** The instruction that ended the call, or that would have been the next one. */
    private static OptionalInt stoppedAt(Outcome outcome, Instance instance) {
        if (outcome instanceof Outcome.Finished) {
            return OptionalInt.empty(); // before the switch, whose set-up takes longer than many a program
        }
        return switch (outcome) {
            case Outcome.Panic(var pc) -> OptionalInt.of(pc);
            case Outcome.PageFault fault -> OptionalInt.of(fault.pc());
            case Outcome.HostCall _ -> instance.pc();
            case Outcome.OutOfGas _, Outcome.DeadlineExceeded _, Outcome.Interrupted _ -> instance.nextPc();
            case Outcome.Finished _ -> OptionalInt.empty();
        };
    }

    /** What a call came to, how long it took, the gas it left, and where it stopped. */
    record Measured(Outcome outcome, long nanos, long gasLeft, OptionalInt pc, List<SourceFrame> frames) {}
}
