package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What dies or breaks beside the service. */
@Timeout(120)
class FaultsTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final byte[] ONE = {1, 0, 0, 0};

    @TempDir
    Path folder = Path.of("");

    @Test
    void lostWorkersAreDoubtsThatARetryClears() throws Exception {
        assumeTrue(Running.nativeAvailable(), "no native workers here: `paddock doctor` says why");
        var workload = new Workload();
        int jobs = Integer.getInteger("paddock.faults.jobs", 200);
        int killed = 0;
        var verdicts = new TreeMap<String, Integer>();
        try (var service = Running.start(Running.config(folder).with("backend", "native"));
                var client = PaddockClient.connect(service.uri())) {
            workload.upload(client);
            var long_ = client.upload(Programs.endless());
            var random = new SplittableRandom(1);
            for (int i = 0; i < jobs; i += 20) {
                var batch = new ArrayList<JobRequest>();
                for (int j = i; j < i + 20; j++) {
                    batch.add(workload.job(j, Priority.APPROVAL));
                }
                // One that is certain to run when the killer looks.
                var running = JobRequest.of(long_, ONE, 1L << 50, Priority.APPROVAL).withRequestId("long-" + i);
                client.submit(running);
                var stop = new AtomicBoolean();
                var killer = Thread.ofVirtual().start(() -> killOne(stop, random.split()));
                for (var answer : client.submitAll(batch, WAIT)) {
                    var status = assertInstanceOf(PaddockClient.Answer.Taken.class, answer).status();
                    var verdict = status.verdict().orElseThrow();
                    verdicts.merge(verdict.label(), 1, Integer::sum);
                    if (!(verdict instanceof Verdict.PossiblyInvalid)) {
                        var job = workload.job(Integer.parseInt(status.requestId().substring(4)), Priority.APPROVAL);
                        assertEquals(workload.expected(job), Workload.json(verdict));
                    }
                }
                stop.set(true);
                killer.join();
                killed++;
                client.cancel(running.requestId());
            }
            assertEquals(0, verdicts.getOrDefault("internal", 0), verdicts::toString);
            System.out.printf("lost workers: %d killed, verdicts %s%n", killed, verdicts);
            assertTrue(verdicts.getOrDefault("possibly-invalid", 0) <= jobs / 20, verdicts::toString);
        }
    }

    private static void killOne(AtomicBoolean stop, SplittableRandom random) {
        var workers = ProcessHandle.current().children().toList();
        if (!workers.isEmpty() && !stop.get()) {
            workers.get(random.nextInt(workers.size())).destroyForcibly();
        }
    }

    @Test
    void aWorkerThatDiesWhileNothingRunsInItIsNoDoubtAboutTheNextCandidate() throws Exception {
        assumeTrue(Running.nativeAvailable(), "no native workers here: `paddock doctor` says why");
        var config = Running.config(folder).with("backend", "native").with("lanes", "1");
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            var code = client.upload(Programs.countdown());
            for (int round = 0; round < 3; round++) {
                // A backing is never tried twice.
                var job = JobRequest.of(code, ONE, 1000, Priority.BACKING);
                assertInstanceOf(Verdict.Valid.class, client.submit(job, WAIT).verdict().orElseThrow());
                for (var worker : ProcessHandle.current().children().toList()) {
                    worker.destroyForcibly();
                    worker.onExit().join();
                }
            }
            var page = new ObjectMapper().readTree(client.statusPage());
            assertTrue(page.get("workersSpawned").asInt() >= 3, page::toString);
            assertTrue(page.get("workersRetired").asInt() >= 2, page::toString);
        }
    }

    @Test
    void corruptCodeIsNoticedAndNothingRunsFromIt() throws Exception {
        var config = Running.config(folder).with("backend", "interpreter");
        CodeHash code;
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            code = client.upload(Programs.countdown());
        }
        var file = folder.resolve("data/store/code/" + code + ".polkavm");
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length() / 2);
            int old = out.read();
            out.seek(out.length() / 2);
            out.write(old ^ 1);
        }
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            var job = JobRequest.of(code, ONE, 1000, Priority.BACKING);
            var verdict = client.submit(job, WAIT).verdict().orElseThrow();
            assertInstanceOf(Verdict.Internal.class, verdict, "the host's fault, and nobody else's");
            assertFalse(Files.exists(file));
            assertEquals(code, client.upload(Programs.countdown()));
            var again = JobRequest.of(code, ONE, 1000, Priority.BACKING);
            assertInstanceOf(Verdict.Valid.class, client.submit(again, WAIT).verdict().orElseThrow());
        }
    }

    @Test
    void corruptCompiledCodeIsCompiledAnew() throws Exception {
        assumeTrue(Running.nativeAvailable(), "no native workers here: `paddock doctor` says why");
        var config = Running.config(folder).with("backend", "native");
        CodeHash code;
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            code = client.upload(Programs.countdown());
        }
        try (var files = Files.list(folder.resolve("data/store/compiled"))) {
            for (var file : files.toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        }
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            var verdict = client.submit(JobRequest.of(code, ONE, 1000, Priority.BACKING), WAIT).verdict();
            assertInstanceOf(Verdict.Valid.class, verdict.orElseThrow());
        }
    }

    @Test
    void twoServicesCantHaveOneDataFolderButShareAStore() throws Exception {
        var store = folder.resolve("store").toString();
        var one = Running.config(folder.resolve("1")).with("store", store).with("backend", "interpreter");
        var two = Running.config(folder.resolve("2")).with("store", store).with("backend", "interpreter");
        try (var first = Running.start(one);
                var second = Running.start(two);
                var client = PaddockClient.connect(first.uri());
                var other = PaddockClient.connect(second.uri())) {
            assertThrows(IOException.class, () -> ValidationService.start(one));
            var code = client.upload(Programs.countdown());
            var verdict = other.submit(JobRequest.of(code, ONE, 1000, Priority.BACKING), WAIT).verdict();
            assertInstanceOf(Verdict.Valid.class, verdict.orElseThrow());
        }
    }

    @Test
    void aFullDiskStopsWhatIsNewAndLosesNothing() throws Exception {
        var disk = folder.resolve("disk");
        Files.createDirectories(disk);
        assumeTrue(mount(disk), "no tmpfs can be mounted here: this test wants root (sudo mvn .., or a container's)");
        try {
            fullDisk(disk);
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    private void fullDisk(Path disk) throws Exception {
        var config = Running.config(disk)
                .with("store", folder.resolve("store").toString())
                .with("backend", "interpreter")
                .with("lanes", "1")
                .with("journal.reserve", "16MiB");
        try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
            var code = client.upload(Programs.countdown());
            var slow = client.upload(Programs.endless());
            // It runs until it is cancelled, and the other waits behind it.
            client.submit(JobRequest.of(slow, ONE, 1L << 50, Priority.DISPUTE).withRequestId("slow"));
            var waiting = JobRequest.of(code, ONE, 1000, Priority.DISPUTE).withRequestId("waiting");
            client.submit(waiting);

            fill(disk.resolve("rest"), Files.getFileStore(disk).getUsableSpace() - (1 << 20));
            var refused = assertThrows(
                    Rejection.class, () -> client.submit(JobRequest.of(code, ONE, 1000, Priority.BACKING)));
            assertEquals(Rejection.Kind.DISK_FULL, refused.kind());
            Thread.ofVirtual().start(() -> client.cancel("slow"));
            assertTrue(
                    client.status("waiting", Duration.ofSeconds(1)).verdict().isEmpty(),
                    "no verdict is told that is not written");
            assertFalse(client.isReady());

            Files.delete(disk.resolve("rest"));
            var verdict = client.status("waiting", WAIT).verdict().orElseThrow();
            assertInstanceOf(Verdict.Valid.class, verdict);
            assertInstanceOf(Verdict.Cancelled.class, client.status("slow", WAIT).verdict().orElseThrow());
            assertInstanceOf(
                    Verdict.Valid.class,
                    client.validate(JobRequest.of(code, ONE, 1000, Priority.BACKING)));
            assertTrue(client.isReady());
        }
    }

    private static void fill(Path file, long bytes) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var block = new byte[1 << 20];
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static boolean mount(Path folder) throws Exception {
        try {
            return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", folder.toString())
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
