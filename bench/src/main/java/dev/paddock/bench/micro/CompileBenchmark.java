package dev.paddock.bench.micro;

import dev.paddock.codegen.x64.CompiledCode;
import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Program;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The speed of the one-pass compiler, warm: time for the sampler's code, with counts to divide by. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompileBenchmark {
    @Param({"NONE", "SYNC", "ASYNC", "FLOAT"})
    public Metering metering = Metering.SYNC;

    @Param({"NAIVE", "PIPELINE_L2"})
    public CostModel costModel = CostModel.NAIVE;

    @SuppressWarnings("NullAway.Init") // by open()
    private Work work;

    private record Work(Program program, CompilerOptions options, Compiler compiler, MemorySegment destination) {}

    @Setup(Level.Trial)
    public void open(BenchmarkParams params) {
        var program = Program.parse(Sampler.blob());
        var options = new CompilerOptions(metering, costModel, Set.of());
        var size = Compiler.worstCaseSize(program.code(), options);
        work = new Work(program, options, new Compiler(), Arena.global().allocate(size, 64));
        var reader = new InstructionReader(program.code());
        int instructions = 0;
        while (reader.next()) {
            instructions++;
        }
        var compiled = compile();
        System.out.println("# " + instructions + " instructions, " + program.code().length() + " bytes of guest code, "
                + compiled.codeSize() + " bytes of machine code");
    }

    @Benchmark
    public CompiledCode compile() {
        return work.compiler().compile(work.program().code(), work.options(), work.destination());
    }
}
