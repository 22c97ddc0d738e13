package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.host.Backend;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import dev.paddock.host.Imports;
import dev.paddock.host.Instance;
import dev.paddock.host.TypedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the service adds to the engine's own cost. scripts/service-load.sh runs these; they want a quiet machine. */
@Tag("long")
@Timeout(1800)
class LoadTest {
    private static final String BACKEND = Running.nativeAvailable() ? "native" : "interpreter";

    @TempDir
    Path folder = Path.of("");

    private static Engine engine() {
        return Engine.create(EngineConfig.defaults()
                .withBackend(BACKEND.equals("native") ? Backend.NATIVE : Backend.INTERPRETER)
                .withWorkers(1, 0));
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }

    /** The engine with one worker and no service around it: one validation after the other on a kept instance. */
    private static final class Direct implements AutoCloseable {
        private final Engine engine = engine();
        private final Instance instance;
        private final TypedFunction validate;
        private final long address;

        Direct(byte[] program) {
            var module = engine.load(program);
            address = module.program().memoryMap(0x1000, 0x10000).auxAddress();
            instance = module.instantiate(new Imports(), 0x10000);
            validate = instance.function("validate_block");
        }

        /** Nanoseconds of one. */
        long validate(byte[] parameters) {
            long start = System.nanoTime();
            instance.reset();
            instance.memory().setAccessibleAuxSize(parameters.length);
            instance.memory().write(address, parameters);
            instance.setGas(1L << 50);
            long packed = validate.call(address, parameters.length);
            ValidationResult.decode(instance.memory().read(packed & 0xffff_ffffL, packed >>> 32));
            return System.nanoTime() - start;
        }

        @Override
        public void close() {
            instance.close();
            engine.close();
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    private static long nanos(Call call) throws IOException {
        long start = System.nanoTime();
        call.run();
        return System.nanoTime() - start;
    }

    /**
     * One validation at a time, in turns: by the engine alone, through the service over a plain HTTP connection that is kept,
     * and by the Java client. Noise of the machine hits all alike; of several rounds the best one tells.
     */
    @Test
    void aValidationTakesLessThanAMillisecondLongerThanByTheEngineAlone() throws Exception {
        var parameters = AdderProgram.parameters(AdderProgram.Head.genesis(), 0, 1);
        double added = Double.MAX_VALUE;
        double addedWithClient = Double.MAX_VALUE;
        try (var direct = new Direct(AdderProgram.blob());
                var service = Running.start(Running.config(folder).with("backend", BACKEND));
                var client = PaddockClient.connect(service.uri());
                var connection = new PlainConnection(service.uri())) {
            var code = client.upload(AdderProgram.blob());
            var alone = new long[800];
            var served = new long[alone.length];
            var byClient = new long[alone.length];
            for (int round = -3; round < 4; round++) {
                for (int i = 0; i < alone.length; i++) {
                    var one = JobRequest.of(code, parameters, 1L << 50, Priority.APPROVAL);
                    var two = JobRequest.of(code, parameters, 1L << 50, Priority.APPROVAL);
                    // Only what comes right after another one finds the worker awake: so does a lane in a row.
                    direct.validate(parameters);
                    alone[i] = direct.validate(parameters);
                    served[i] = nanos(() -> assertTrue(connection.validate(one).contains("\"valid\"")));
                    byClient[i] = nanos(() -> assertInstanceOf(
                            Verdict.Valid.class,
                            client.submit(two, Duration.ofSeconds(20)).verdict().orElseThrow()));
                }
                if (round >= 0) {
                    double engine = median(alone);
                    double http = median(served);
                    double java = median(byClient);
                    System.out.printf("median of a validation: engine %.0f us, service over HTTP %.0f us (added %.0f),"
                            + " by the Java client %.0f us (added %.0f) (%s)%n",
                            engine, http, http - engine, java, java - engine, BACKEND);
                    added = Math.min(added, http - engine);
                    addedWithClient = Math.min(addedWithClient, java - engine);
                }
            }
        }
        double found = added;
        double foundWithClient = addedWithClient;
        assertTrue(found < 1000, () -> "the service adds " + found + " us");
        assertTrue(foundWithClient < 1000, () -> "the service and its Java client add " + foundWithClient + " us");
    }

    /** What a slice of work took. */
    private record Slice(double perSecond, double processorMicros) {}

    private static double processorMicros() {
        var own = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        var workers = ProcessHandle.current()
                .children()
                .mapToLong(c -> c.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
        return (own.getProcessCpuTime() + workers) / 1e3;
    }

    /**
     * One worker each, the same code and parameters, in turns: the engine in a loop, and a service with one lane, to which two
     * clients send batches over HTTP, so that it always has work. Everything is on this machine and in this JVM, so clients
     * and HTTP compete for the same processors. Noise hits one side at a time: the best slice of each counts.
     */
    @Test
    void throughputPerCoreIsNinetyFivePercentOfTheEngines() throws Exception {
        var config = Running.config(folder).with("backend", BACKEND).with("lanes", "1");
        var shares = new TreeMap<Double, Double>();
        try (var direct = new Direct(Programs.countdown());
                var service = Running.start(config);
                var client = PaddockClient.connect(service.uri())) {
            var code = client.upload(Programs.countdown());
            int calibration = BACKEND.equals("native") ? 2_000_000 : 100_000;
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < 50; i++) {
                fastest = Math.min(fastest, direct.validate(Workload.count(calibration)));
            }
            double countsPerMilli = calibration / (fastest / 1e6);
            System.out.printf("%10s %12s %12s %8s %18s %18s%n",
                    "a job of", "engine", "service", "share", "processor, engine", "processor, service");
            for (double millis : new double[] {0.2, 1, 5, 20}) {
                var parameters = Workload.count((int) (millis * countsPerMilli));
                int jobs = (int) (500 / millis);
                var engine = new Slice(0, Double.MAX_VALUE);
                var served = engine;
                for (int round = -1; round < 6; round++) {
                    var one = alone(direct, parameters, jobs);
                    var other = served(client, code, parameters, jobs);
                    if (round >= 0) {
                        engine = better(engine, one);
                        served = better(served, other);
                    }
                }
                double share = served.perSecond() / engine.perSecond();
                System.out.printf("%7.1f ms %10.1f/s %10.1f/s %6.1f %% %15.0f us %15.0f us%n",
                        millis, engine.perSecond(), served.perSecond(), 100 * share,
                        engine.processorMicros(), served.processorMicros());
                shares.put(millis, share);
            }
        }
        // Blocks of a parachain take longer, rather.
        shares.tailMap(5.0).forEach((millis, share) -> assertTrue(
                share >= 0.95, () -> "for jobs of " + millis + " ms the service reaches " + 100 * share + " %"));
    }

    private static Slice better(Slice one, Slice other) {
        return new Slice(
                Math.max(one.perSecond(), other.perSecond()), Math.min(one.processorMicros(), other.processorMicros()));
    }

    private static Slice alone(Direct direct, byte[] parameters, int jobs) {
        double processor = processorMicros();
        long start = System.nanoTime();
        for (int i = 0; i < jobs; i++) {
            direct.validate(parameters);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Slice(jobs / seconds, (processorMicros() - processor) / jobs);
    }

    private static Slice served(PaddockClient client, CodeHash code, byte[] parameters, int jobs) throws Exception {
        int batch = Math.min(250, jobs / 5);
        int batches = jobs / batch;
        double processor = processorMicros();
        long start = System.nanoTime();
        var left = new AtomicInteger(batches);
        var clients = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int c = 0; c < 2; c++) {
                clients.add(threads.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        var answers = client.submitAll(batch(code, parameters, batch), Duration.ofSeconds(50));
                        answers.forEach(answer -> assertInstanceOf(
                                Verdict.Valid.class,
                                assertInstanceOf(PaddockClient.Answer.Taken.class, answer)
                                        .status().verdict().orElseThrow()));
                    }
                }));
            }
            for (var each : clients) {
                each.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Slice(batches * batch / seconds, (processorMicros() - processor) / (batches * batch));
    }

    private static List<JobRequest> batch(CodeHash code, byte[] parameters, int jobs) {
        var batch = new ArrayList<JobRequest>();
        for (int i = 0; i < jobs; i++) {
            batch.add(JobRequest.of(code, parameters, 1L << 50, Priority.APPROVAL));
        }
        return batch;
    }

    @Test
    void aBurstOfAHundredThousandJobsIsHeldInBoundedMemory() throws Exception {
        int jobs = Integer.getInteger("paddock.burst.jobs", 100_000);
        var settings = Map.of(
                "listen", "127.0.0.1:0", "data", folder.resolve("data").toString(), "queue.memory", "16MiB", "backend", BACKEND);
        var log = folder.resolve("log");
        try (var process = ServiceProcess.start(List.of("-Xmx256m"), settings, log);
                var client = PaddockClient.connect(process.uri())) {
            var code = client.upload(Programs.countdown());
            var parameters = Arrays.copyOf(Workload.count(20_000), 1000);
            long start = System.nanoTime();
            var ids = new ArrayList<String>();
            long largest = 0;
            for (int i = 0; i < jobs; i += 1000) {
                var batch = batch(code, parameters, Math.min(1000, jobs - i));
                batch.forEach(job -> ids.add(job.requestId()));
                for (var answer : client.submitAll(batch, Duration.ZERO)) {
                    assertInstanceOf(PaddockClient.Answer.Taken.class, answer);
                }
                largest = Math.max(largest, resident(process.pid()));
            }
            double submitted = (System.nanoTime() - start) / 1e9;
            int valid = 0;
            for (var id : ids) {
                var verdict = client.status(id, Duration.ofSeconds(50)).verdict();
                valid += verdict.isPresent() && verdict.get() instanceof Verdict.Valid ? 1 : 0;
            }
            System.out.printf("burst: %d jobs submitted in %.1f s, all judged after %.1f s; resident at most %d MiB, -Xmx256m%n",
                    jobs, submitted, (System.nanoTime() - start) / 1e9, largest >> 20);
            assertEquals(jobs, valid);
        }
    }

    private static long resident(long pid) throws Exception {
        for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
