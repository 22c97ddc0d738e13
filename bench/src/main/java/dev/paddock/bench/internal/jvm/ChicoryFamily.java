package dev.paddock.bench.internal.jvm;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.paddock.bench.vm.VmDescription;
import dev.paddock.bench.vm.VmFamily;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Chicory: its interpreter, and its compiler to JVM bytecode. */
public final class ChicoryFamily implements VmFamily {
    private static final FunctionType TICK = FunctionType.of(List.of(ValType.I64), List.of(ValType.I64));

    @Override
    public String name() {
        return "chicory";
    }

    @Override
    public String version() {
        return Versions.ofJar(Instance.class);
    }

    @Override
    public List<VmDescription> members() {
        return List.of(
                VmDescription.of("chicory-compiler", "wasm", VmDescription.Kind.COMPILER, "Chicory compiler")
                        .withWarmUp(Duration.ofMillis(1500)),
                VmDescription.of("chicory-interpreter", "wasm", VmDescription.Kind.INTERPRETER, "Chicory interpreter")
                        .withWarmUp(Duration.ofMillis(600)));
    }

    @Override
    public Vm open(String id) {
        var compiling = id.equals("chicory-compiler");
        return program -> {
            var module = Parser.parse(program);
            return new Loaded(module, compiling ? MachineFactoryCompiler.compile(module) : InterpreterMachine::new);
        };
    }

    private record Loaded(WasmModule module, Function<Instance, Machine> machines) implements LoadedProgram {
        @Override
        public RunningProgram instantiate() {
            return new Running(module, machines);
        }
    }

    private static final class Running implements RunningProgram {
        private final ExportFunction initialize;
        private final ExportFunction run;
        private long ticks;

        Running(WasmModule module, Function<Instance, Machine> machines) {
            var tick = new HostFunction("env", "tick", TICK, (_, arguments) -> {
                ticks++;
                return new long[] {arguments[0] + 1};
            });
            var instance = Instance.builder(module)
                    .withMachineFactory(machines)
                    .withImportValues(ImportValues.builder().addFunction(tick).build())
                    .build();
            initialize = instance.export("initialize");
            run = instance.export("run");
        }

        @Override
        public void initialize() {
            initialize.apply();
        }

        @Override
        public long run() {
            return run.apply()[0];
        }

        @Override
        public long ticks() {
            return ticks;
        }
    }
}
