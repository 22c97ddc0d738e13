package dev.paddock.cli;

import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.util.List;

/** The backends to be had on this machine. */
final class Backends {
    private static final List<String> AVAILABLE =
            nativeIsAvailable() ? List.of("interpreter", "native") : List.of("interpreter");

    private Backends() {}

    static List<String> available() {
        return AVAILABLE;
    }

    private static boolean nativeIsAvailable() {
        try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0))) {
            return engine.backend() == Backend.NATIVE;
        } catch (BackendUnavailableException e) {
            return false;
        }
    }
}
