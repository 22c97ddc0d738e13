package dev.paddock.bench.micro;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Module;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From nothing to an instance that is ready: each invocation holds on to its worker, so that the next needs a new one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 50)
@Measurement(iterations = 200)
@Fork(1)
public class SpawnBenchmark {
    private static final int WORKERS = 400;

    private final List<Instance> live = new ArrayList<>();
    @SuppressWarnings("NullAway.Init") // by open()
    private Run run;

    private record Run(Engine engine, Module module) {}

    @Setup(Level.Trial)
    public void open() {
        var engine = Engine.create(
                EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(WORKERS, 0));
        run = new Run(engine, engine.load(Assembler.assemble("pub @empty:\nret\n", Isa.LATEST64)));
    }

    @TearDown(Level.Trial)
    public void close() {
        live.forEach(Instance::close);
        run.engine().close();
    }

    /** Spawns a worker, sets it up, gives it the module. */
    @Benchmark
    public void spawnToReady() {
        live.add(run.module().instantiate());
    }
}
