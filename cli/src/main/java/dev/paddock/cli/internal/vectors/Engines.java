package dev.paddock.cli.internal.vectors;

import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.util.HashMap;
import java.util.Map;

/** Engines by what they were made with: made when first needed, closed together. */
public final class Engines implements AutoCloseable {
    private final Map<EngineConfig, Engine> engines = new HashMap<>();

    Engine engine(EngineConfig config) {
        return engines.computeIfAbsent(config, Engine::create);
    }

    @Override
    public void close() {
        engines.values().forEach(Engine::close);
    }
}
