package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.internal.journal.Entry;
import dev.paddock.service.internal.journal.Journal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service killed with -9 under load: what it acknowledged has one verdict, the one it must have. */
class KilledServiceTest {
    private static final int CLIENTS = 4;
    /** Jobs to be acknowledged before each kill. */
    private static final int LEAST = 50;

    @TempDir
    Path folder = Path.of("");

    private final Workload workload = new Workload();
    private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<Integer, String> reported = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    @Timeout(240)
    void everyAcknowledgedJobHasExactlyOneVerdict() throws Exception {
        rounds(2, Duration.ofSeconds(1), "off");
    }

    /** scripts/service-faults.sh */
    @Test
    @Tag("long")
    @Timeout(3600)
    void thirtyKillsUnderLoadLoseNothing() throws Exception {
        rounds(Integer.getInteger("paddock.kills", 30), Duration.ofSeconds(3), "on");
    }

    private Map<String, String> settings(int port, String sync) {
        return Map.of(
                "listen", "127.0.0.1:" + port,
                "data", folder.resolve("data").toString(),
                "journal.sync", sync,
                "retry.delay", "20ms",
                "drain", "2s");
    }

    private void rounds(int rounds, Duration life, String sync) throws Exception {
        int port = ServiceProcess.freePort();
        var log = folder.resolve("log");
        for (int round = 0; round < rounds; round++) {
            long before = System.nanoTime();
            try (var process = ServiceProcess.start(List.of("-Xmx256m"), settings(port, sync), log)) {
                long startup = System.nanoTime() - before;
                try (var client = PaddockClient.connect(process.uri())) {
                    if (round == 0) {
                        workload.upload(client);
                    }
                    loadThenKill(client, process, life);
                }
                System.out.printf("kill %d: up after %.1f s; %d jobs acknowledged, %d verdicts reported so far%n",
                        round, startup / 1e9, acknowledged.size(), reported.size());
            }
        }
        assertTrue(acknowledged.size() >= LEAST * rounds / 2, () -> "only " + acknowledged.size() + " jobs were acknowledged");
        try (var process = ServiceProcess.start(List.of("-Xmx256m"), settings(port, sync), log);
                var client = PaddockClient.connect(process.uri())) {
            for (var number : acknowledged.keySet()) {
                var job = workload.job(number, Priority.BACKING);
                var verdict = client.status(job.requestId(), Duration.ofSeconds(30)).verdict();
                assertTrue(verdict.isPresent(), () -> job.requestId() + " was acknowledged and has no verdict");
                assertEquals(workload.expected(job), Workload.json(verdict.get()), job.requestId());
            }
            assertEquals(0, process.stop(), "drained and ended");
        }
        reported.forEach((number, verdict) ->
                assertEquals(workload.expected(workload.job(number, Priority.BACKING)), verdict, "job " + number));
        journalHasOneVerdictForEachJob();
    }

    /** Clients submit as fast as they can, until their connections break. */
    private void loadThenKill(PaddockClient client, ServiceProcess process, Duration life) throws Exception {
        var killed = new AtomicBoolean();
        var ended = new CountDownLatch(CLIENTS);
        for (int c = 0; c < CLIENTS; c++) {
            boolean waits = c == 0;
            Thread.ofVirtual().start(() -> {
                try {
                    while (!killed.get()) {
                        submit(client, next.getAndIncrement(), waits ? Duration.ofSeconds(5) : Duration.ZERO);
                    }
                } catch (UncheckedIOException e) {
                    // Killed in the middle of a request: not acknowledged.
                    return;
                } finally {
                    ended.countDown();
                }
            });
        }
        // In the thick of it, however slow the machine is.
        int before = acknowledged.size();
        long patience = System.nanoTime() + life.multipliedBy(20).toNanos();
        Thread.sleep(life);
        while (acknowledged.size() < before + LEAST && System.nanoTime() < patience) {
            Thread.sleep(20);
        }
        process.kill();
        killed.set(true);
        ended.await();
    }

    private void submit(PaddockClient client, int number, Duration wait) {
        var status = client.submit(workload.job(number, Priority.BACKING), wait);
        acknowledged.put(number, status.requestId());
        status.verdict().ifPresent(verdict -> reported.put(number, Workload.json(verdict)));
    }

    private void journalHasOneVerdictForEachJob() throws Exception {
        var jobs = new HashMap<Long, String>();
        var verdicts = new HashMap<Long, Integer>();
        Journal.read(folder.resolve("data/journal"), (position, entry) -> {
            switch (entry) {
                case Entry.Submitted job -> jobs.put(job.number(), job.requestId());
                case Entry.Failed _ -> {}
                case Entry.Concluded end -> verdicts.merge(end.number(), 1, Integer::sum);
            }
        });
        assertTrue(jobs.size() >= acknowledged.size());
        assertEquals(jobs.keySet(), verdicts.keySet());
        assertTrue(verdicts.values().stream().allMatch(count -> count == 1), "a job with two verdicts");
        assertEquals(jobs.size(), jobs.values().stream().distinct().count(), "a request id with two jobs");
    }
}
