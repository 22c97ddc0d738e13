package dev.paddock.bench.micro;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Module;
import dev.paddock.host.TypedFunction;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What talking to a guest costs: calls into it, calls out of it, instances of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallBenchmark {
    private static final int HOST_CALLS = 1000;

    /** {@code many}: as many host calls as asked for; one-way ones in {@code posted}. */
    private static final String GUEST = """
            %import = answer
            %import = note
            pub @empty:
                ret
            pub @many:
                s0 = a0
            @loop:
                a0 = s0
                ecalli 0
                s0 = s0 + 0xffffffff
                jump @loop if s0 != 0
                ret
            pub @posted:
                s0 = a0
            @again:
                a0 = s0
                ecalli 1
                s0 = s0 + 0xffffffff
                jump @again if s0 != 0
                ret
            """;

    @Param({"NATIVE", "INTERPRETER"})
    public Backend backend = Backend.NATIVE;

    @Param({"NONE", "SYNC", "ASYNC", "FLOAT"})
    public Metering metering = Metering.SYNC;

    @SuppressWarnings("NullAway.Init") // by open()
    private Run run;

    private record Run(
            Engine engine,
            Module module,
            Imports imports,
            Instance instance,
            TypedFunction empty,
            TypedFunction many,
            TypedFunction posted) {}

    @Setup(Level.Trial)
    public void open() {
        var engine = Engine.create(
                EngineConfig.defaults().withBackend(backend).withMetering(metering));
        var imports = new Imports()
                .define("answer", (long a) -> a + 1)
                .defineVoid("note", (caller, a) -> {});
        var module = engine.compile(Program.parse(Assembler.assemble(GUEST, Isa.LATEST64)), Set.of("note"));
        var instance = module.instantiate(imports);
        run = new Run(
                engine,
                module,
                imports,
                instance,
                instance.function("empty"),
                instance.function("many"),
                instance.function("posted"));
    }

    @TearDown(Level.Trial)
    public void close() {
        run.instance().close();
        run.engine().close();
    }

    /** An empty call into a live instance. */
    @Benchmark
    public long emptyCall() {
        run.instance().setGas(1L << 40);
        return run.empty().call();
    }

    /** The same after a pause in which the worker falls asleep; a tenth of a millisecond of it is the pause. */
    @Benchmark
    public long emptyCallOfSleepingWorker() {
        LockSupport.parkNanos(100_000);
        run.instance().setGas(1L << 40);
        return run.empty().call();
    }

    /** A host call, guest to host and back. */
    @Benchmark
    @OperationsPerInvocation(HOST_CALLS)
    public long hostCall() {
        run.instance().setGas(1L << 40);
        return run.many().call(HOST_CALLS);
    }

    /** A host call that the guest does not wait for. */
    @Benchmark
    @OperationsPerInvocation(HOST_CALLS)
    public long postedCall() {
        run.instance().setGas(1L << 40);
        return run.posted().call(HOST_CALLS);
    }

    /** Instantiate, empty call, close, on a warm worker. */
    @Benchmark
    public long instance() {
        try (var fresh = run.module().instantiate(run.imports())) {
            return fresh.call("empty");
        }
    }
}
