package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    Path folder;

    private static final List<String> FIELDS = List.of(
            "status", "result", "gas_used", "gas_left", "compile_ns", "run_ns", "run_ns_median", "backend", "sandbox",
            "pc", "frames");

    @OnEveryBackend
    void jsonIsOneObjectOnTheLastLineWithTheseFields(String backend) throws IOException {
        var line = CommandLine.example(backend, "sampler.polkavm", "hello", "--json", "--gas", "1000000");
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().startsWith("hello from the guest\n{"), line.out());
        var json = json(line);
        assertEquals(FIELDS, fieldNames(json));
        assertEquals("finished", json.get("status").asText());
        assertEquals(21, json.get("result").asLong());
        assertEquals(12, json.get("gas_used").asLong());
        assertEquals(999_988, json.get("gas_left").asLong());
        assertTrue(json.get("run_ns").asLong() > 0);
        assertTrue(json.get("run_ns_median").asLong() >= json.get("run_ns").asLong());
        assertEquals(backend, json.get("backend").asText());
        assertTrue(
                backend.equals("interpreter")
                        ? json.get("sandbox").asText().equals("none")
                        : List.of("full", "partial").contains(json.get("sandbox").asText()),
                line.out());
    }

    @OnEveryBackend
    void resultsInJsonAreUnsigned(String backend) throws IOException {
        var line = CommandLine.example(backend, "sampler.polkavm", "add_numbers", "-1", "-100", "--json");
        assertEquals("18446744073709551531", json(line).get("result").asText());
    }

    @OnEveryBackend
    void withoutMeteringThereIsNoGas(String backend) throws IOException {
        var json = json(CommandLine.example(backend, "fibonacci.pvmasm", "9", "--json", "--metering", "none", "--gas", "1"));
        assertEquals("finished", json.get("status").asText());
        assertTrue(json.get("gas_used").isNull() && json.get("gas_left").isNull());
    }

    @OnEveryBackend
    void exitCodesTellHowItEnded(String backend) throws IOException {
        assertEnds(backend, 0, "finished", "count");
        assertEnds(backend, 10, "panic", "peek", "0");
        assertEnds(backend, 10, "panic", "poke", "0", "1");
        assertEnds(backend, 11, "out-of-gas", "spin", "--gas", "1000");
        assertEnds(backend, 13, "deadline", "spin", "--deadline", "20ms");
    }

    @OnEveryBackend
    void panicsAndDeadlinesAreToldByFunctionFileAndLine(String backend) throws IOException {
        var where = "../tests/src/test/resources/debug/where.polkavm";
        var line = CommandLine.example(backend, where, "square", "8");
        assertTrue(
                line.out().contains("\nin         check (where.c:8:9)\n"
                        + "           inlined into element (where.c:13:5)\n"
                        + "           inlined into square (where.c:21:12)\n"),
                line.out());
        var json = json(CommandLine.example(backend, where, "square", "8", "--json"));
        assertEquals(22, json.get("pc").asInt());
        assertEquals(3, json.get("frames").size());
        assertEquals(
                "{\"function\":\"check\",\"file\":\"where.c\",\"line\":8,\"column\":9}",
                json.get("frames").get(0).toString());
        var spin = json(CommandLine.example(backend, "sampler.polkavm", "spin", "--deadline", "20ms", "--json"));
        assertTrue(spin.get("frames").get(0).get("function").asText().contains("spin"), spin.toString());
    }

    private static void assertEnds(String backend, int code, String status, String... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        var line = CommandLine.example(backend, "sampler.polkavm", all.toArray(String[]::new));
        assertEquals(code, line.exitCode(), line.err());
        var json = json(line);
        assertEquals(status, json.get("status").asText());
        assertEquals(code == 0, !json.get("result").isNull());
    }

    @OnEveryBackend
    void repeatedCallsEachGetAFreshInstanceAndPrintOnce(String backend) throws IOException {
        var line = CommandLine.example(backend, "sampler.polkavm", "hello", "--repeat", "3", "--json");
        assertEquals(1, line.out().split("hello from the guest", -1).length - 1, line.out());
        assertEquals(42, json(CommandLine.example(backend, "sampler.polkavm", "count", "--repeat", "5", "--json"))
                .get("result")
                .asLong());
    }

    @OnEveryBackend
    void bothBackendsUseTheSameGasByEveryCostModel(String backend) throws IOException {
        for (var model : new String[] {"naive", "pipeline-l1", "pipeline-l2", "pipeline-l3"}) {
            var json = json(CommandLine.example(
                    backend, "sampler.polkavm", "primes", "1000", "--cost-model", model, "--json"));
            var interpreted = json(CommandLine.example(
                    "interpreter", "sampler.polkavm", "primes", "1000", "--cost-model", model, "--json"));
            assertEquals(interpreted.get("gas_used"), json.get("gas_used"), model);
        }
    }

    @OnEveryBackend
    void outputThatEndsMidLineIsEndedBeforeTheReport(String backend) throws IOException {
        var line = console(backend, 0x10000, 2);
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().startsWith("Hi\n{"), line.out());
    }

    @OnEveryBackend
    void memoryThatTheProgramDoesNotHaveIsItsOwnFault(String backend) throws IOException {
        var line = console(backend, 0x5000, 2);
        assertEquals(10, line.exitCode());
        assertEquals("panic", json(line).get("status").asText());
        assertTrue(line.err().contains("memory to a host function that it does not have"), line.err());
    }

    private CommandLine console(String backend, long address, long length) throws IOException {
        var source = Files.writeString(
                folder.resolve("console.pvmasm"),
                """
                %import = console_write
                %ro_data_size = 2
                %ro_data = 4869
                pub @main:
                    ecalli 0
                    ret
                """);
        return CommandLine.run(
                "run", source.toString(), Long.toString(address), Long.toString(length), "--json", "--backend", backend);
    }

    @Test
    void whereACallIsMadeIsNotToBeSeenInWhatItComesTo() throws IOException {
        for (var call : List.of(
                "sampler.polkavm hello",
                "sampler.polkavm peek 0",
                "sampler.polkavm spin --gas 1000",
                "sampler.polkavm primes 1000000 --cost-model pipeline-l2", // much longer than a worker takes to start
                "hello.pvmasm",
                "fibonacci.pvmasm 90")) {
            var words = List.of(call.split(" "));
            var rest = new ArrayList<>(words.subList(1, words.size()));
            rest.add("--json");
            var auto = CommandLine.example("auto", words.getFirst(), rest.toArray(String[]::new));
            for (var backend : Backends.available()) {
                var there = CommandLine.example(backend, words.getFirst(), rest.toArray(String[]::new));
                assertEquals(there.exitCode(), auto.exitCode(), call);
                assertEquals(withoutTheLastLine(there), withoutTheLastLine(auto), call);
                for (var field : List.of("status", "result", "gas_used", "gas_left", "pc", "frames")) {
                    assertEquals(json(there).get(field), json(auto).get(field), call + ": " + field);
                }
            }
        }
    }

    private static List<String> withoutTheLastLine(CommandLine line) {
        return line.out().lines().toList().reversed().stream().skip(1).toList();
    }

    @Test
    void aDeadlineIsForTheBackendThatIsLeft() throws IOException {
        var line = CommandLine.example("auto", "sampler.polkavm", "spin", "--deadline", "100ms", "--json");
        assertEquals("deadline", json(line).get("status").asText());
        assertTrue(Backends.available().contains(json(line).get("backend").asText()));
    }

    @Test
    void anUnknownExportListsThoseThereAre() {
        var line = CommandLine.example("interpreter", "sampler.polkavm", "mian");
        assertEquals(2, line.exitCode());
        assertTrue(line.err().contains("no export mian; the program exports hello, add_numbers, "), line.err());
    }

    @Test
    void whichExportMustBePlain() {
        var line = CommandLine.example("interpreter", "sampler.polkavm");
        assertEquals(2, line.exitCode());
        assertTrue(line.err().contains("which export? the program exports hello, "), line.err());
    }

    @Test
    void wrongLinesAreRefusedBeforeAnythingRuns() {
        assertUsage("no PROGRAM given", "run");
        assertUsage("--gas x is no number", "run", "p", "--gas", "x");
        assertUsage("--gas -1 is out of range", "run", "p", "--gas", "-1");
        assertUsage("--deadline 2 is no time", "run", "p", "--deadline", "2");
        assertUsage("--backend jit: choose from auto, native, interpreter", "run", "p", "--backend", "jit");
        assertUsage("--gas 4503599627370496 is too much for --metering float", "run", "p", "--metering", "float", "--gas", "4503599627370496");
        assertUsage("no option --gsa; there are --backend", "run", "p", "--gsa", "1");
        assertUsage("no such file: nowhere.polkavm", "run", "nowhere.polkavm");
        assertUsage("argument 1.5 is no 64-bit number", "run", "../examples/fibonacci.pvmasm", "main", "1.5");
        assertUsage("10 arguments; a call takes at most 9", "run", "../examples/fibonacci.pvmasm", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertUsage("no command jump", "jump");
    }

    private static void assertUsage(String message, String... words) {
        var line = CommandLine.run(words);
        assertEquals(2, line.exitCode());
        assertTrue(line.err().contains(message), line.err());
        assertEquals("", line.out());
    }

    @Test
    void whatIsNoProgramIsCalledSo() throws IOException {
        var text = Files.writeString(folder.resolve("bad.pvmasm"), "a0 = b0\n");
        var line = CommandLine.run("run", text.toString(), "--json", "--backend", "interpreter");
        assertEquals(20, line.exitCode());
        assertTrue(line.err().contains("bad.pvmasm: Line 1: `a0 = b0`"), line.err());
        assertEquals("malformed-program", json(line).get("status").asText());
        assertEquals(FIELDS, fieldNames(json(line)));

        var blob = Files.write(folder.resolve("bad.polkavm"), new byte[] {'P', 'V', 'M', 0, 9, 0});
        assertEquals(20, CommandLine.run("run", blob.toString(), "--backend", "interpreter").exitCode());
    }

    @Test
    void helpGoesToStandardOutput() {
        for (var words : new String[][] {{"--help"}, {"run", "--help"}, {"help", "vectors"}, {"--version"}}) {
            var line = CommandLine.run(words);
            assertEquals(0, line.exitCode());
            assertFalse(line.out().isBlank());
            assertEquals("", line.err());
        }
        assertEquals(2, CommandLine.run().exitCode());
    }

    private static JsonNode json(CommandLine line) throws IOException {
        return new ObjectMapper().readTree(line.lastLine());
    }

    private static List<String> fieldNames(JsonNode json) {
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
