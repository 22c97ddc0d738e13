package dev.paddock.host;

import java.util.List;

/**
 * The layers of the native sandbox on this machine.
 *
 * @param available whether native code can run at all
 * @param layers outermost first
 */
public record SandboxReport(boolean available, List<Layer> layers) {
    /**
     * One layer.
     *
     * @param name such as {@code seccomp}
     * @param on whether it holds
     * @param reason why it doesn't; empty when on
     * @param remedy what to do about it; empty when on
     */
    public record Layer(String name, boolean on, String reason, String remedy) {}

    /** Whether every layer is on. */
    public boolean full() {
        return available && layers.stream().allMatch(Layer::on);
    }
}
