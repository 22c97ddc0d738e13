package dev.paddock.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.internal.command.Commands;
import dev.paddock.service.internal.command.SettingsTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands, called as the launcher calls them. */
@Timeout(120)
class ReplayTest {
    @TempDir
    Path folder = Path.of("");

    private record Ran(int code, String out) {}

    private static Ran run(String... words) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Commands.run(List.of(words), stream, stream);
        return new Ran(code, out.toString(StandardCharsets.UTF_8));
    }

    private Path record(byte[] program, byte[] parameters, String id) throws Exception {
        try (var service = Running.start(Running.config(folder).with("backend", "interpreter"));
                var client = PaddockClient.connect(service.uri())) {
            var code = client.upload(program);
            client.submit(
                    JobRequest.of(code, parameters, 1_000_000, Priority.DISPUTE).withRequestId(id), Duration.ofSeconds(20));
            var file = folder.resolve(id + ".json");
            Files.write(file, client.record(id));
            return file;
        }
    }

    @Test
    void aVerdictStandsOnEveryBackendAndAForgedOneDoesNot() throws Exception {
        var backend = Running.nativeAvailable() ? "all" : "interpreter";
        var program = folder.resolve("adder.polkavm");
        Files.write(program, AdderProgram.blob());
        var parameters = AdderProgram.parameters(AdderProgram.Head.genesis(), 0, 9);
        var record = record(AdderProgram.blob(), parameters, "replayed");
        var stands = run("replay", record.toString(), "--code", program.toString(), "--backend", backend);
        assertEquals(0, stands.code(), stands.out());
        assertTrue(stands.out().contains("the verdict stands"), stands.out());

        var fromJournal = run("replay", "replayed", "--data", folder.resolve("data").toString(), "--backend", "interpreter");
        assertEquals(0, fromJournal.code(), fromJournal.out());

        Files.writeString(record, Files.readString(record).replaceFirst("\"gasUsed\":[0-9]+", "\"gasUsed\":1"));
        var forged = run("replay", record.toString(), "--code", program.toString(), "--backend", "interpreter");
        assertEquals(1, forged.code(), forged.out());
        assertTrue(forged.out().contains("does not stand"), forged.out());
    }

    @Test
    void aRunCanBeFollowedStepByStepOnAllBackendsAtOnce() throws Exception {
        var program = folder.resolve("countdown.polkavm");
        Files.write(program, Programs.countdown());
        var record = record(Programs.countdown(), Workload.count(5), "stepped");
        var backend = Running.nativeAvailable() ? "all" : "interpreter";
        var steps = run("replay", record.toString(), "--code", program.toString(), "--step", "1", "--backend", backend);
        assertEquals(0, steps.code(), steps.out());
        assertTrue(steps.out().contains("finished, result 0xc00020000"), steps.out());
        assertTrue(steps.out().lines().count() > 10, steps.out());
    }

    @Test
    void oneCandidateIsValidatedWithoutAService() throws Exception {
        var program = folder.resolve("adder.polkavm");
        Files.write(program, AdderProgram.blob());
        var hex = HexFormat.of();
        var head = hex.formatHex(AdderProgram.Head.genesis().encode());
        var valid = run(
                "validate", program.toString(), "--head", head, "--block", "00000000000000000500000000000000",
                "--backend", "interpreter");
        assertEquals(0, valid.code(), valid.out());
        assertTrue(valid.out().contains(hex.formatHex(AdderProgram.Head.genesis().next(0, 5).encode())), valid.out());
        var lie = run(
                "validate", program.toString(), "--head", head, "--block", "01000000000000000500000000000000",
                "--backend", "interpreter");
        assertEquals(10, lie.code(), lie.out());
        var poor = run(
                "validate", program.toString(), "--head", head, "--block", "00000000000000000500000000000000", "--gas", "10",
                "--backend", "interpreter");
        assertEquals(11, poor.code(), poor.out());
        assertEquals(2, run("validate").code());
        assertEquals(2, run("serve", "--no-such-setting", "1").code());
        assertEquals(2, run("serve", "--lanes", "many").code());
    }

    @Test
    void theOperatorsGuideListsEverySettingAsItIs() throws Exception {
        var guide = Files.readString(Path.of("../docs/service.md"));
        assertTrue(guide.contains(SettingsTable.markdown()), "docs/service.md: replace its table by what this prints:\n"
                + "./paddock serve --settings");
    }
}
