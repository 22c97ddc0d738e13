package dev.paddock.service.internal.metrics;

import dev.paddock.service.Priority;
import dev.paddock.service.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * What the service counts and times. Names follow those of the Polkadot PVF host ({@code polkadot_pvf_...}) where there is
 * the like of it there.
 */
public final class ServiceMetrics {
    private static final double NANOS = 1e9;
    /** 10 microseconds to 12 s: our preparations and executions are often much shorter than a millisecond. */
    private static final double[] SECONDS = {
        0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2,
        4, 8, 12
    };

    private static final double[] SIZES =
            DoubleStream.iterate(1024, s -> s * 4).limit(8).toArray();

    private final Metric.Histogram preparation =
            new Metric.Histogram("paddock_pvf_preparation_time", "Seconds to check and compile code.", SECONDS);
    private final Metric.Counter preparations = new Metric.Counter(
            "paddock_pvf_prepare_concluded",
            "Preparations by outcome.",
            "outcome=\"ok\"", "outcome=\"refused\"", "outcome=\"timeout\"", "outcome=\"failed\"");
    private final Metric.Counter prepareEnqueued =
            new Metric.Counter("paddock_pvf_prepare_enqueued", "Preparations begun, retries included.");
    private final Metric.Histogram execution =
            new Metric.Histogram("paddock_pvf_execution_time", "Seconds that a validation ran.", SECONDS);
    private final Metric.Histogram queued = new Metric.Histogram(
            "paddock_pvf_execution_queued_time", "Seconds from acceptance to the first attempt.", SECONDS);
    private final Metric.Counter enqueued = new Metric.Counter(
            "paddock_pvf_execute_enqueued", "Jobs accepted, by priority.", labels("priority", Priority.values()));
    private final Metric.Counter finished = new Metric.Counter(
            "paddock_pvf_execute_finished",
            "Jobs with a verdict, by verdict.",
            verdict("valid"), verdict("invalid"), verdict("possibly-invalid"), verdict("internal"), verdict("cancelled"));
    private final Metric.Counter retried =
            new Metric.Counter("paddock_pvf_execute_retried", "Further attempts, by the error that was the reason.");
    private final Metric.Gauge spawned =
            new Metric.Gauge("paddock_pvf_execute_worker_spawned", "Worker processes started.", "counter");
    private final Metric.Gauge retired = new Metric.Gauge(
            "paddock_pvf_execute_worker_retired", "Worker processes that have ended, lost ones included.", "counter");
    private final Metric.Counter rejected =
            new Metric.Counter("paddock_requests_rejected", "Requests that were not taken, by reason.");
    private final Metric.Counter deliveries = new Metric.Counter(
            "paddock_kafka_deliveries",
            "Records taken from Kafka, by what became of them.",
            "outcome=\"answered\"", "outcome=\"answered-before\"", "outcome=\"dead-letter\"", "outcome=\"released\"");
    private final Metric.Histogram code =
            new Metric.Histogram("paddock_pvf_code_size", "Bytes of uploaded code.", SIZES);
    private final Metric.Histogram parameters =
            new Metric.Histogram("paddock_pvf_parameters_size", "Bytes of the parameters of jobs.", SIZES);
    private final Metric.Histogram gas = new Metric.Histogram(
            "paddock_pvf_gas_used", "Gas that judged validations used.",
            DoubleStream.iterate(1000, s -> s * 10).limit(12).toArray());
    private final Metric.Gauge waiting =
            new Metric.Gauge("paddock_pvf_execute_waiting", "Jobs that wait for a lane, by priority.");
    private final Metric.Gauge gauges = new Metric.Gauge("paddock_lanes", "Lanes, by what they do.");
    private final Metric.Gauge memory = new Metric.Gauge("paddock_memory_bytes", "Resident memory.");
    private final Metric.Gauge disk = new Metric.Gauge("paddock_disk_bytes", "What the store takes of the disk, and what is free where the journal lies.");
    private final Metric.Gauge ready = new Metric.Gauge("paddock_ready", "1 when jobs are taken.");

    private static String[] labels(String name, Priority[] priorities) {
        return Arrays.stream(priorities).map(p -> name + "=\"" + p.label() + "\"").toArray(String[]::new);
    }

    private static String verdict(String label) {
        return "verdict=\"" + label + "\"";
    }

    public void preparationStarted() {
        prepareEnqueued.add();
    }

    public void prepared(String outcome, long nanos) {
        preparations.add("outcome=\"" + outcome + "\"");
        preparation.observe("", nanos / NANOS);
    }

    public void codeSize(int bytes) {
        code.observe("", bytes);
    }

    public void accepted(Priority priority, int parameterBytes) {
        enqueued.add("priority=\"" + priority.label() + "\"");
        parameters.observe("", parameterBytes);
    }

    public void started(long queuedNanos) {
        queued.observe("", queuedNanos / NANOS);
    }

    public void ran(long nanos) {
        execution.observe("", nanos / NANOS);
    }

    public void retried(String reason) {
        retried.add("reason=\"" + reason + "\"");
    }

    public void finished(Verdict verdict) {
        finished.add(verdict(verdict.label()));
        switch (verdict) {
            case Verdict.Valid valid -> gas.observe("", valid.gasUsed());
            case Verdict.Invalid invalid -> gas.observe("", invalid.gasUsed());
            case Verdict.PossiblyInvalid _, Verdict.Internal _, Verdict.Cancelled _ -> {}
        }
    }

    public long finishedCount(String label) {
        return finished.value(verdict(label));
    }

    public void rejected(String reason) {
        rejected.add("reason=\"" + reason + "\"");
    }

    public void delivered(String outcome) {
        deliveries.add("outcome=\"" + outcome + "\"");
    }

    public void workers(DoubleSupplier spawnedSoFar, DoubleSupplier retiredSoFar) {
        spawned.with("", spawnedSoFar);
        retired.with("", retiredSoFar);
    }

    public void waiting(Priority priority, DoubleSupplier value) {
        waiting.with("priority=\"" + priority.label() + "\"", value);
    }

    public void lanes(String state, DoubleSupplier value) {
        gauges.with("state=\"" + state + "\"", value);
    }

    public void memory(String of, DoubleSupplier value) {
        memory.with("of=\"" + of + "\"", value);
    }

    public void disk(String of, DoubleSupplier value) {
        disk.with("of=\"" + of + "\"", value);
    }

    public void ready(DoubleSupplier value) {
        ready.with("", value);
    }

    /** All of it, as Prometheus reads it. */
    public String text() {
        var out = new StringBuilder();
        for (var metric : List.of(
                preparation, preparations, prepareEnqueued, execution, queued, enqueued, finished, retried, spawned, retired,
                rejected, deliveries, code, parameters, gas, waiting, gauges, memory, disk, ready)) {
            metric.print(out);
        }
        return out.toString();
    }
}
