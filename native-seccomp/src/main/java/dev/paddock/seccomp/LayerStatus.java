package dev.paddock.seccomp;

/**
 * Whether a layer stands around a worker.
 *
 * @param reason why it is off, or a remark on how it is on; may be empty when it is on
 * @param remedy what to do to have it; empty when it is on
 */
public record LayerStatus(SandboxLayer layer, boolean on, String reason, String remedy) {

    public static LayerStatus on(SandboxLayer layer) {
        return on(layer, "");
    }

    public static LayerStatus on(SandboxLayer layer, String remark) {
        return new LayerStatus(layer, true, remark, "");
    }

    public static LayerStatus off(SandboxLayer layer, String reason, String remedy) {
        return new LayerStatus(layer, false, reason, remedy);
    }

    @Override
    public String toString() {
        return "%s: %s%s%s"
                .formatted(
                        layer.title(),
                        on ? "on" : "off",
                        reason.isEmpty() ? "" : ", " + reason,
                        remedy.isEmpty() ? "" : ". " + remedy);
    }
}
