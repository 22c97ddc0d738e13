package dev.paddock.seccomp;

import java.util.List;

/**
 * A process that was started.
 *
 * @param layers one status for each {@link SandboxLayer} in order, but {@link SandboxLayer#SECCOMP}: the program itself
 *     puts that one up
 */
public record SpawnedProcess(ChildProcess process, List<LayerStatus> layers) implements AutoCloseable {

    public SpawnedProcess {
        layers = List.copyOf(layers);
    }

    /** Kills and reaps it. */
    @Override
    public void close() {
        process.close();
    }
}
