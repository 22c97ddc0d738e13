package dev.paddock.service.internal.command;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Metering;
import dev.paddock.program.CostModel;
import dev.paddock.service.Verdict;
import dev.paddock.service.internal.work.OneShot;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One validation in this process, without a service. */
final class Trial {
    private Trial() {}

    /** What the options say of backends: one of them, or all. */
    static List<Backend> backends(Words line) {
        return switch (line.value("backend").orElse("auto")) {
            case "auto" -> List.of(Backend.AUTO);
            case "native" -> List.of(Backend.NATIVE);
            case "interpreter" -> List.of(Backend.INTERPRETER);
            case "all" -> List.of(Backend.NATIVE, Backend.INTERPRETER);
            default -> throw new Words.UsageException("--backend: auto, native, interpreter or all");
        };
    }

    static EngineConfig config(Words line, Backend backend) {
        var model = line.value("cost-model").orElse("naive");
        return EngineConfig.defaults()
                .withBackend(backend)
                .withMetering(Metering.SYNC)
                .withWorkers(1, 0)
                .withCostModel(Arrays.stream(CostModel.values())
                        .filter(m -> m.label().equals(model))
                        .findFirst()
                        .orElseThrow(() -> new Words.UsageException("--cost-model " + model)));
    }

    static Verdict run(EngineConfig config, byte[] code, byte[] parameters, long gas, Duration deadline) {
        try (var engine = Engine.create(config)) {
            return OneShot.run(engine.load(code), parameters, gas, deadline);
        }
    }
}
