package dev.paddock.worker;

import dev.paddock.seccomp.LayerStatus;
import java.util.List;
import java.util.stream.Collectors;

/** Which walls stand around a worker, and why others don't. */
public record SandboxReport(List<LayerStatus> layers) {
    static final SandboxReport EMPTY = new SandboxReport(List.of());

    public SandboxReport {
        layers = List.copyOf(layers);
    }

    /** Whether every layer is on. */
    public boolean isFull() {
        return layers.stream().allMatch(LayerStatus::on);
    }

    /** One line a layer. */
    @Override
    public String toString() {
        return layers.stream().map(LayerStatus::toString).collect(Collectors.joining("\n"));
    }
}
