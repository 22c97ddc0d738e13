package dev.paddock.bench.micro;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.TypedFunction;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time of the sampler's calls, by backend and metering. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExecutionBenchmark {
    @Param({"NATIVE", "INTERPRETER"})
    public Backend backend = Backend.NATIVE;

    @Param({"NONE", "SYNC", "ASYNC", "FLOAT"})
    public Metering metering = Metering.SYNC;

    @Param({"sort", "primes", "arithmetic", "bytecode", "fibonacci_recursive"})
    public String call = "sort";

    @SuppressWarnings("NullAway.Init") // by open()
    private Run run;

    private record Run(Engine engine, Instance instance, TypedFunction function, long[] arguments) {}

    @Setup(Level.Trial)
    public void open() {
        var engine = Engine.create(
                EngineConfig.defaults().withBackend(backend).withMetering(metering));
        var instance = engine.load(Sampler.blob()).instantiate(Sampler.imports());
        run = new Run(engine, instance, instance.function(call), Sampler.arguments(call));
    }

    @TearDown(Level.Trial)
    public void close() {
        run.instance().close();
        run.engine().close();
    }

    @Benchmark
    public long call() {
        run.instance().setGas(1L << 40);
        return run.function().call(run.arguments());
    }
}
