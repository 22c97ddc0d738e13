package dev.paddock.service;

import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Services for tests: on a free port of loopback, in a folder of the test. */
final class Running {
    private Running() {}

    static ServiceConfig config(Path folder) {
        return ServiceConfig.defaults()
                .with("listen", "127.0.0.1:0")
                .with("data", folder.resolve("data").toString())
                .with("retry.delay", "20ms")
                .with("drain", "1s");
    }

    static ValidationService start(ServiceConfig config) {
        try {
            return ValidationService.start(config);
        } catch (IOException e) {
            throw new AssertionError("the service does not start", e);
        }
    }

    /** The backends that this machine has. */
    static List<String> backends() {
        return nativeAvailable() ? List.of("native", "interpreter") : List.of("interpreter");
    }

    static boolean nativeAvailable() {
        return NATIVE;
    }

    private static final boolean NATIVE = probe();

    private static boolean probe() {
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0))) {
            return engine.backend() == Backend.NATIVE;
        } catch (BackendUnavailableException e) {
            return false;
        }
    }
}
