package dev.paddock.host.internal;

import dev.paddock.host.SandboxReport;
import java.util.List;
import java.util.stream.Collectors;

/** What the worker room says of its sandbox, as the API shows it. */
final class SandboxReports {
    private SandboxReports() {}

    static SandboxReport of(dev.paddock.worker.SandboxReport report) {
        return new SandboxReport(
                true,
                report.layers().stream()
                        .map(status -> new SandboxReport.Layer(
                                status.layer().title(), status.on(), status.reason(), status.remedy()))
                        .toList());
    }

    static SandboxReport unavailable(Exception reason) {
        return new SandboxReport(
                false,
                List.of(new SandboxReport.Layer(
                        "worker process",
                        false,
                        String.valueOf(reason.getMessage()),
                        "run `paddock doctor` for what is missing")));
    }

    static SandboxReport notAsked() {
        return new SandboxReport(
                false,
                List.of(new SandboxReport.Layer(
                        "worker process", false, "the engine interprets inside the JVM", "choose the native backend")));
    }

    static String missing(SandboxReport report) {
        return report.layers().stream()
                .filter(layer -> !layer.on())
                .map(layer -> layer.name() + " (" + layer.reason() + ")")
                .collect(Collectors.joining(", "));
    }
}
