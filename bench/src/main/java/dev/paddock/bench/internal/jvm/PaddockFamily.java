package dev.paddock.bench.internal.jvm;

import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import dev.paddock.bench.vm.VmFamily;
import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.Metering;
import dev.paddock.host.Module;
import dev.paddock.host.TypedFunction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;

/** Paddock itself: native code with each metering, and the interpreter. */
public final class PaddockFamily implements VmFamily {
    /** More than any benchmark uses; set anew before each call, as a host that meters would. */
    private static final long GAS = 1L << 51;

    @Override
    public String name() {
        return "paddock";
    }

    @Override
    public String version() {
        var version = Engine.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    @Override
    public List<VmDescription> members() {
        return List.of(
                compiler("paddock-none", "none", "Paddock, no gas"),
                compiler("paddock-sync", "sync", "Paddock, sync gas"),
                compiler("paddock-async", "async", "Paddock, async gas"),
                compiler("paddock-float", "float", "Paddock, float gas"),
                interpreter("paddock-interpreter", "none", "Paddock interpreter, no gas"),
                interpreter("paddock-interpreter-sync", "sync", "Paddock interpreter, sync gas"));
    }

    private static VmDescription compiler(String id, String metering, String title) {
        return VmDescription.of(id, "polkavm", VmDescription.Kind.COMPILER, title)
                .withMetering(metering, "paddock-none")
                .withWarmUp(Duration.ofMillis(200));
    }

    /** Without compilation: a block is decoded when it is first run. */
    private static VmDescription interpreter(String id, String metering, String title) {
        var measures = EnumSet.allOf(Measure.class);
        measures.removeAll(EnumSet.of(Measure.COMPILATION, Measure.FIRST_COMPILATION, Measure.CODE_SIZE));
        return VmDescription.of(id, "polkavm", VmDescription.Kind.INTERPRETER, title)
                .withMetering(metering, "paddock-interpreter")
                .withMeasures(measures)
                .withWarmUp(Duration.ofMillis(1500));
    }

    @Override
    public List<String> javaOptions(String id) {
        return List.of("--enable-native-access=ALL-UNNAMED");
    }

    @Override
    public Vm open(String id) {
        var interpreter = id.startsWith("paddock-interpreter");
        var config = EngineConfig.defaults()
                .withBackend(interpreter ? Backend.INTERPRETER : Backend.NATIVE)
                .withMetering(metering(id))
                .withModuleCache(false);
        var engine = Engine.create(config);
        return program -> new Loaded(engine.load(program));
    }

    private static Metering metering(String id) {
        var member = new PaddockFamily()
                .members().stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
        return switch (member.metering()) {
            case "sync" -> Metering.SYNC;
            case "async" -> Metering.ASYNC;
            case "float" -> Metering.FLOAT;
            case "none" -> Metering.NONE;
            case String other -> throw new IllegalStateException(other);
        };
    }

    private record Loaded(Module module) implements LoadedProgram {
        @Override
        public OptionalLong codeSize() {
            long size = module.statistics().codeSize();
            return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
        }

        @Override
        public RunningProgram instantiate() {
            return new Running(module);
        }
    }

    private static final class Running implements RunningProgram {
        private final Instance instance;
        private final TypedFunction run;
        private long ticks;

        Running(Module module) {
            instance = module.instantiate(new Imports().define("tick", (long argument) -> {
                ticks++;
                return argument + 1;
            }));
            run = instance.function("run");
        }

        @Override
        public void initialize() {
            instance.setGas(GAS);
            instance.call("initialize");
        }

        @Override
        public long run() {
            instance.setGas(GAS);
            return run.call();
        }

        @Override
        public long ticks() {
            return ticks;
        }

        @Override
        public void close() {
            instance.close();
        }
    }
}
