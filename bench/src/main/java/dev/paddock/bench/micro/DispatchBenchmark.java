package dev.paddock.bench.micro;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.TypedFunction;
import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/**
 * What the interpreter takes for an instruction, most of which is finding out which it is: a loop of so many different
 * instructions in random order. Short loops are foreseen by the processor, long ones are not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
    private static final int INSTRUCTIONS = 1_000_000;
    private static final String[] KINDS = {
        "a1 = a1 + a2", "a2 = a2 - a3", "a3 = a3 ^ a1", "a4 = a4 & a2", "a5 = a5 | a3", "a1 = a1 * a4", "a2 = a2 + 7",
        "a3 = a3 << 3", "a4 = a5 >> 1", "a5 = a1 <u a2", "a1 = a3", "a2 = 12345", "u64 [sp] = a1", "a3 = u64 [sp]"
    };

    /** Instructions of the loop. */
    @Param({"16", "256", "4096"})
    public int loop = 256;

    @Param({"NONE", "SYNC"})
    public Metering metering = Metering.SYNC;

    @SuppressWarnings("NullAway.Init") // by open()
    private Run run;

    private record Run(Engine engine, Instance instance, TypedFunction function) {}

    @Setup(Level.Trial)
    public void open() {
        var random = new Random(1);
        var source = new StringBuilder("%stack_size = 4096\npub @main:\nsp = sp - 8\n@again:\n");
        for (int i = 0; i < loop - 2; i++) {
            source.append(KINDS[random.nextInt(KINDS.length)]).append('\n');
        }
        source.append("a0 = a0 - 1\njump @again if a0 != 0\nsp = sp + 8\nret\n");
        var engine = Engine.create(
                EngineConfig.defaults().withBackend(Backend.INTERPRETER).withMetering(metering));
        var instance = engine.load(Assembler.assemble(source.toString(), Isa.LATEST64)).instantiate();
        run = new Run(engine, instance, instance.function("main"));
    }

    @TearDown(Level.Trial)
    public void close() {
        run.instance().close();
        run.engine().close();
    }

    @Benchmark
    @OperationsPerInvocation(INSTRUCTIONS)
    public long instruction() {
        run.instance().setGas(1L << 40);
        return run.function().call(INSTRUCTIONS / loop);
    }
}
