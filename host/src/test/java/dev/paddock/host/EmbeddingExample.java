package dev.paddock.host;

import dev.paddock.program.Assembler;
import dev.paddock.program.Isa;
import java.time.Duration;

/** The embedding example of the README and of the package's documentation; {@link EmbeddingExampleTest} runs it. */
final class EmbeddingExample {
    private EmbeddingExample() {}

    static long run() {
        // @start region="embedding"
        byte[] blob = Assembler.assemble("""
                pub @area:
                    a0 = a0 * a1
                    ret
                """, Isa.LATEST64);

        try (Engine engine = Engine.create(EngineConfig.defaults().withMetering(Metering.SYNC))) {
            Module module = engine.load(blob);
            Imports imports = new Imports()
                    .define("get_number", (long i) -> i * i + 7)
                    .defineWithCaller("console_write", (caller, address, length) -> {
                        System.out.print(caller.memory().readString(address, length));
                        return length;
                    });
            try (Instance instance = module.instantiate(imports)) {
                instance.setGas(1_000_000);
                instance.setTimeLimit(Duration.ofSeconds(2));
                return instance.call("area", 6, 7);
            }
        }
        // @end
    }
}
