package dev.paddock.bench.internal.jvm;

import dev.paddock.bench.vm.VmDescription;
import dev.paddock.bench.vm.VmFamily;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * GraalWasm: as it is on a plain JDK, where it interprets; and with the Graal compiler, which needs a JVM with JVMCI
 * on and the compiler's jars in place of the JDK's own modules.
 */
public final class GraalWasmFamily implements VmFamily {
    private static final String COMPILER = "graalwasm-compiler";

    /** Jars that the compiler consists of, by the beginning of their names. */
    private static final List<String> COMPILER_JARS = List.of(
            "compiler-" + "25", "truffle-compiler-", "collections-", "word-", "jniutils-", "nativeimage-");

    @Override
    public String name() {
        return "graalwasm";
    }

    @Override
    public String version() {
        return Versions.ofJar(Engine.class);
    }

    @Override
    public List<VmDescription> members() {
        return List.of(
                VmDescription.of(COMPILER, "wasm", VmDescription.Kind.COMPILER, "GraalWasm with Graal compiler")
                        .withWarmUp(Duration.ofMillis(2500)),
                VmDescription.of("graalwasm-interpreter", "wasm", VmDescription.Kind.INTERPRETER,
                        "GraalWasm on a plain JDK")
                        .withWarmUp(Duration.ofMillis(600)));
    }

    @Override
    public List<String> javaOptions(String id) {
        if (!id.equals(COMPILER)) {
            return List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        }
        var jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(GraalWasmFamily::isCompilerJar)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "--upgrade-module-path=" + jars);
    }

    private static boolean isCompilerJar(String jar) {
        var file = Path.of(jar).getFileName().toString();
        return COMPILER_JARS.stream().anyMatch(file::startsWith);
    }

    @Override
    public Vm open(String id) {
        return program -> {
            // A source that is not cached: loading the same bytes again parses them again.
            var source = Source.newBuilder("wasm", ByteSequence.create(program), "guest").cached(false).build();
            var context = Context.newBuilder("wasm")
                    .allowExperimentalOptions(true)
                    .option("engine.WarnInterpreterOnly", "false")
                    .build();
            if (id.equals(COMPILER) && context.getEngine().getImplementationName().contains("Interpreted")) {
                throw new IllegalStateException("the Graal compiler is not active in this JVM");
            }
            return new Loaded(context, context.eval(source));
        };
    }

    private record Loaded(Context context, Value module) implements LoadedProgram {
        @Override
        public RunningProgram instantiate() {
            return new Running(module);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static final class Running implements RunningProgram {
        private final Value initialize;
        private final Value run;
        private long ticks;

        Running(Value module) {
            ProxyExecutable tick = arguments -> {
                ticks++;
                return arguments[0].asLong() + 1;
            };
            var imports = ProxyObject.fromMap(Map.of("env", ProxyObject.fromMap(Map.of("tick", tick))));
            var exports = module.newInstance(imports).getMember("exports");
            initialize = exports.getMember("initialize");
            run = exports.getMember("run");
        }

        @Override
        public void initialize() {
            initialize.executeVoid();
        }

        @Override
        public long run() {
            return run.execute().asLong();
        }

        @Override
        public long ticks() {
            return ticks;
        }
    }
}
