package dev.paddock.service.internal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paddock.host.Engine;
import dev.paddock.service.Priority;
import dev.paddock.service.internal.metrics.ServiceMetrics;
import dev.paddock.service.internal.work.Jobs;

/** The state of the service in one piece: what the dashboard draws, and whether jobs are taken. */
public final class StatusPage {
    private static final int RECENT = 50;

    private final Jobs jobs;
    private final Engine engine;
    private final ServiceMetrics metrics;
    private final long started = System.currentTimeMillis();

    public StatusPage(Jobs jobs, Engine engine, ServiceMetrics metrics) {
        this.jobs = jobs;
        this.engine = engine;
        this.metrics = metrics;
    }

    /** Why no jobs are taken; empty when they are. */
    public String notReady() {
        var snapshot = jobs.snapshot();
        if (snapshot.draining()) {
            return "draining";
        }
        return snapshot.unwrittenVerdicts() > 0 ? "verdicts can't be written: " + snapshot.writeFailure() : "";
    }

    ObjectNode json() {
        var snapshot = jobs.snapshot();
        var page = JobJson.object()
                .put("timeMillis", System.currentTimeMillis())
                .put("startedMillis", started)
                .put("notReady", notReady())
                .put("backend", engine.backend().label())
                .put("jobs", snapshot.jobs())
                .put("bytes", snapshot.bytes())
                .put("workersSpawned", engine.workers().spawned())
                .put("workersRetired", engine.workers().retired());
        var waiting = page.putObject("waiting");
        for (var priority : Priority.values()) {
            waiting.put(priority.label(), snapshot.waiting().getOrDefault(priority, 0));
        }
        var verdicts = page.putObject("verdicts");
        for (var label : new String[] {"valid", "invalid", "possibly-invalid", "internal", "cancelled"}) {
            verdicts.put(label, metrics.finishedCount(label));
        }
        var lanes = page.putArray("lanes");
        for (var lane : snapshot.lanes()) {
            lanes.addObject()
                    .put("number", lane.number())
                    .put("priority", lane.priority())
                    .put("code", lane.code())
                    .put("runningMicros", lane.runningNanos() / 1000)
                    .put("busyMicros", lane.busyNanos() / 1000)
                    .put("jobs", lane.jobs());
        }
        recent(page);
        var sandbox = page.putObject("sandbox");
        var report = engine.sandboxReport();
        sandbox.put("available", report.available()).put("full", report.full());
        var layers = sandbox.putArray("layers");
        report.layers().forEach(layer -> layers.addObject()
                .put("name", layer.name())
                .put("on", layer.on())
                .put("reason", layer.reason())
                .put("remedy", layer.remedy()));
        return page;
    }

    private void recent(ObjectNode page) {
        var recent = page.putArray("recent");
        for (var event : jobs.stream().recent(RECENT)) {
            recent.addObject()
                    .put("number", event.number())
                    .put("client", event.job().client())
                    .put("requestId", event.job().requestId())
                    .put("priority", event.job().priority().label())
                    .put("verdict", event.verdict())
                    .put("gasUsed", event.gasUsed())
                    .put("runMicros", event.runNanos() / 1000);
        }
    }
}
