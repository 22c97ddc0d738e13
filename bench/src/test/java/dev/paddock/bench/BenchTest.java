package dev.paddock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, with real processes. */
class BenchTest {
    @TempDir
    private Path scratch = Path.of("");

    private record Ended(int code, String out, String err) {}

    private static Ended bench(String... arguments) {
        return benchAt(repository(), arguments);
    }

    private static Ended benchAt(Path home, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Main.run(home,
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                        false, arguments);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A benchmark is a folder: of programs in as many forms as there are, and of what they return. */
    private Path addBenchmark() throws IOException {
        var benchmarks = scratch.resolve("benchmarks");
        var folder = Files.createDirectories(benchmarks.resolve("three"));
        Files.writeString(folder.resolve("three.numbers"), "10\n20\n12\n");
        Files.writeString(folder.resolve("three.calls.json"), """
                {"calls": [{"call": "initialize"}, {"call": "run", "a0": 42}]}""");
        return benchmarks;
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(scratch.resolve("out/report.json").toFile());
    }

    @Test
    void addingAMachineIsOneClassAndABenchmarkOneFolder() throws IOException {
        var guests = addBenchmark();
        var ended = bench("--guests", guests.toString(), "--vm", "adding", "--quick", "--output",
                scratch.resolve("out").toString());
        // The family's other members fail, and say so; this one is measured all the same.
        assertEquals(1, ended.code(), ended.out() + ended.err());
        assertEquals("42", report().at("/guests/0/checksum").asText());
        assertTrue(report().at("/guests/0/measured/adding/execution/2").asDouble() > 0);
        assertTrue(report().at("/guests/0/measured/adding/one-shot/0").asDouble() > 0);
        assertTrue(report().at("/guests/0/measured/adding/memory/0").asDouble() > 1_000_000);
    }

    @Test
    void aWrongResultFailsTheRun() throws IOException {
        var ended = bench("--guests", addBenchmark().toString(), "--vm", "adding-wrongly", "--quick");
        assertEquals(1, ended.code());
        assertTrue(ended.out().contains("FAILED: adding-wrongly on three: wrong result: 43 instead of 42"),
                ended.out());
    }

    @Test
    void whatAMachineLacksIsMissingAndNoFailure() throws IOException {
        var others = scratch.resolve("others");
        var folder = Files.createDirectories(others.resolve("nothing"));
        Files.writeString(folder.resolve("nothing.numbers"), "");
        var ended = bench("--guests", others.toString(), "--vm", "adding", "--quick");
        assertEquals(0, ended.code(), ended.out() + ended.err());
        assertTrue(ended.out().contains("missing: adding on nothing: unsupported: no program without numbers"),
                ended.out());
    }

    @Test
    void aMachineThatDiesFailsTheRunAndNothingElse() throws IOException {
        var ended = bench("--guests", addBenchmark().toString(), "--vm", "adding-until-death", "--quick");
        assertEquals(1, ended.code());
        assertTrue(ended.out().contains("the adapter died in \"run 1\", exit code 3"), ended.out());
    }

    @Test
    void paddockAndChicoryAgreeOnTheSieve() throws IOException {
        var ended = bench("--vm", "paddock-sync,chicory-compiler", "--guest", "sieve", "--quick", "--guests",
                repository().resolve("guest/benchmarks").toString(), "--output", scratch.resolve("out").toString(),
                        "--page",
                scratch.resolve("PAGE.md").toString());
        assertEquals(0, ended.code(), ended.out() + ended.err());
        for (var machine : new String[] {"paddock-sync", "chicory-compiler"}) {
            for (var measure : new String[] {"execution", "compilation", "first-compilation", "one-shot", "memory"}) {
                var values = report().at("/guests/0/measured/" + machine + "/" + measure);
                assertTrue(!values.isEmpty() && values.get(0).asDouble() > 0, machine + " " + measure);
            }
        }
        assertTrue(report().at("/guests/0/measured/paddock-sync/code-size/0").asDouble() > 100);
        assertTrue(Files.readString(scratch.resolve("out/report.md")).contains("All machines gave the same results"));
        assertTrue(Files.readString(scratch.resolve("PAGE.md")).contains("All machines gave the same results"));
    }

    @Test
    void whatIsNotThereIsMissingWithItsReason() throws IOException {
        var peers = scratch.resolve("bench/peers");
        Files.createDirectories(peers.resolve("build"));
        for (var name : new String[] {"unbuilt", "failed", "silent"}) {
            Files.createDirectories(peers.resolve("rust/" + name + "/src"));
            Files.writeString(peers.resolve("rust/" + name + "/src/main.rs"), "");
        }
        Files.writeString(peers.resolve("build/failed.missing"), "no cargo on the PATH\n");
        Files.writeString(peers.resolve("build/silent"), "#!/bin/sh\n");
        assertTrue(peers.resolve("build/silent").toFile().setExecutable(true));
        Files.writeString(peers.resolve("missing.txt"), "other: not to be had\n");
        var ended = benchAt(scratch, "--list");
        assertEquals(0, ended.code());
        for (var line : new String[] {
            "unbuilt                    missing: not built: run scripts/setup-bench.sh",
            "failed                     missing: no cargo on the PATH",
            "silent                     missing: \"silent list\" does not list its machines",
            "other                      missing: not to be had"
        }) {
            assertTrue(ended.out().contains(line), line + " in\n" + ended.out());
        }
        assertEquals(2, benchAt(scratch, "--guests", addBenchmark().toString(), "--vm", "failed").code());
    }

    @Test
    void namesThatMeanNothingAreSaid() {
        assertEquals(2, bench("--vm", "nonesuch").code());
        assertEquals(2, bench("--vm", "paddock", "--guest", "nonesuch").code());
        assertTrue(bench("--vm", "nonesuch").err().contains("no machine \"nonesuch\"; --list lists them"));
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("guest/benchmarks"))) {
            var parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("not within the repository");
            }
            folder = parent;
        }
        return folder;
    }
}
