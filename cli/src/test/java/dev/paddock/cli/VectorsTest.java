package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsTest {
    /** load_imm a0 = 5, then trap: jam_v1. */
    private static final String STEPS =
            """
            {"name": "x", "initial-pc": 0, "initial-gas": GAS, "program": [0, 0, 4, 51, 7, 5, 0, 9], "steps": [
             {"map": {"address": 65536, "length": 4096, "is-writable": true}},
             {"write": {"address": 65537, "contents": [1, 2]}},
             {"set-reg": {"reg": 3, "value": 18446744073709551615}},
             {"run": {}},
             {"assert": {"status": "STATUS", "gas": LEFT, "pc": PC, "regs": [0,0,0,18446744073709551615,0,0,0,A0,0,0,0,0,0],
               "memory": [{"address": 65537, "contents": [1, 2]}]}}],
             "block-gas-costs": []}
            """;

    @TempDir
    Path folder;

    private void write(String name, String status, String gas, String left, String pc, String a0) throws IOException {
        Files.writeString(
                folder.resolve(name),
                STEPS.replace("STATUS", status)
                        .replace("GAS", gas)
                        .replace("LEFT", left)
                        .replace("PC", pc)
                        .replace("A0", a0));
    }

    @OnEveryBackend
    void aVectorThatHoldsPasses(String backend) throws IOException {
        write("good.json", "panic", "100", "98", "3", "5");
        var line = CommandLine.run("vectors", folder.toString(), "--backend", backend);
        assertEquals("1 passed, 0 failed\n", line.out());
        assertEquals(0, line.exitCode());
    }

    @OnEveryBackend
    void eachDifferenceIsNamed(String backend) throws IOException {
        write("bad.json", "halt", "100", "99", "4", "6");
        var line = CommandLine.run("vectors", folder.toString(), "--backend", backend, "--metering", "sync");
        var start = "FAIL " + folder.resolve("bad.json") + " [" + backend + "/sync]: ";
        assertEquals(
                start + "status: expected halt, got panic\n"
                        + start + "gas: expected 99, got 98\n"
                        + start + "pc: expected 4, got 3\n"
                        + start + "r7: expected 0x6, got 0x5\n"
                        + "0 passed, 1 failed\n",
                line.out());
        assertEquals(1, line.exitCode());
    }

    @OnEveryBackend
    void gasIsOnlyCheckedWhereItIsExact(String backend) throws IOException {
        write("bad.json", "panic", "100", "99", "3", "5");
        for (var metering : new String[] {"async", "none"}) {
            var line = CommandLine.run("vectors", folder.toString(), "--backend", backend, "--metering", metering);
            assertEquals("1 passed, 0 failed", line.lastLine());
        }
    }

    @Test
    void whatNeedsGasIsNotPutToNoMetering() throws IOException {
        write("starves.json", "out-of-gas", "1", "1", "0", "0");
        var line = CommandLine.run("vectors", folder.toString(), "--backend", "interpreter", "--metering", "none");
        assertEquals("0 passed, 0 failed", line.lastLine());
        assertTrue(line.err().contains("1 can't be answered"), line.err());
        assertEquals(
                "1 passed, 0 failed",
                CommandLine.run("vectors", folder.toString(), "--backend", "interpreter").lastLine());
    }

    @Test
    void aFileThatIsNoVectorFails() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"a\": 1}");
        Files.writeString(folder.resolve("b.json"), "{");
        Files.writeString(folder.resolve("c.calls.json"), "{\"calls\": [], \"imports\": []}");
        var line = CommandLine.run("vectors", folder.toString(), "--backend", "interpreter");
        assertEquals("0 passed, 3 failed", line.lastLine());
        assertTrue(line.out().contains("a.json: no vector"), line.out());
        assertTrue(line.out().contains("b.json: not JSON"), line.out());
        assertTrue(line.out().contains("c.calls.json: its program is missing"), line.out());
    }

    @Test
    void nothingToCheckIsAMistake() {
        assertEquals(2, CommandLine.run("vectors").exitCode());
        assertEquals(2, CommandLine.run("vectors", folder.toString()).exitCode());
        assertEquals(2, CommandLine.run("vectors", folder.resolve("nowhere").toString()).exitCode());
    }
}
