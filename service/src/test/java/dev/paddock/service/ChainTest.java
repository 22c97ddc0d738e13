package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chain of the adder through HTTP, on every backend. */
class ChainTest {
    private static final int BATCH = 200;

    @TempDir
    Path folder = Path.of("");

    @Test
    @Timeout(120)
    void aChainHasTheSameVerdictsAndGasOnEveryBackend() throws Exception {
        chain(AdderProgram.blob(), 400);
    }

    /** scripts/service-load.sh */
    @Test
    @Tag("long")
    @Timeout(1800)
    void tenThousandBlocksHaveTheSameVerdictsAndGasOnEveryBackend() throws Exception {
        chain(AdderProgram.blob(), 10_000);
    }

    /** The guest kit's adder, compiled from C. */
    @Test
    @Timeout(120)
    void theAdderOfTheGuestKitFollowsTheSameChain() throws Exception {
        var blob = Path.of("../guest/examples/adder/adder.polkavm");
        assumeTrue(Files.exists(blob), "guest/examples/adder is not built: make -C guest");
        chain(Files.readAllBytes(blob), 200);
    }

    private void chain(byte[] program, int length) throws Exception {
        var gas = new TreeMap<String, List<Long>>();
        for (var backend : Running.backends()) {
            var config = Running.config(folder.resolve(backend)).with("backend", backend);
            try (var service = Running.start(config); var client = PaddockClient.connect(service.uri())) {
                long start = System.nanoTime();
                gas.put(backend, validate(client, program, length));
                System.out.printf("%s: %d blocks in %.1f s%n", backend, length, (System.nanoTime() - start) / 1e9);
            }
        }
        for (var each : gas.values()) {
            assertEquals(gas.firstEntry().getValue(), each);
        }
    }

    private static List<Long> validate(PaddockClient client, byte[] program, int length) {
        var code = client.upload(program);
        var gas = new ArrayList<Long>();
        var head = AdderProgram.Head.genesis();
        long state = 0;
        for (int done = 0; done < length; done += BATCH) {
            var jobs = new ArrayList<JobRequest>();
            var heads = new ArrayList<byte[]>();
            for (int i = done; i < Math.min(length, done + BATCH); i++) {
                long add = i * 31L + 7;
                jobs.add(JobRequest.of(code, AdderProgram.parameters(head, state, add), 10_000_000, Priority.APPROVAL));
                head = head.next(state, add);
                heads.add(head.encode());
                state += add;
            }
            var answers = client.submitAll(jobs, Duration.ofSeconds(50));
            for (int i = 0; i < answers.size(); i++) {
                var status = assertInstanceOf(PaddockClient.Answer.Taken.class, answers.get(i)).status();
                var valid = assertInstanceOf(Verdict.Valid.class, status.verdict().orElseThrow());
                assertArrayEquals(heads.get(i), valid.result().headData());
                gas.add(valid.gasUsed());
            }
        }
        return gas;
    }
}
