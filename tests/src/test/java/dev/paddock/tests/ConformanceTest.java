package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.paddock.cli.Main;
import dev.paddock.host.Backend;
import dev.paddock.host.BackendUnavailableException;
import dev.paddock.host.Engine;
import dev.paddock.host.EngineConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each backend, in each metering mode, agrees with the reference: `paddock vectors` over everything there is. */
class ConformanceTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "native"})
    void randomPrograms(String backend) {
        assertAllPass(400, RESOURCES.resolve("vectors/random"), backend);
    }

    /** Each result, gas figure and console text of real programs. */
    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "native"})
    void callsOfTheSampler(String backend) {
        assertAllPass(3, RESOURCES.resolve("programs"), backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "native"})
    void publishedStepVectors(String backend) {
        assertAllPass(242, shared("vectors/steps"), backend);
    }

    /** All but inst_fallthrough, which no PolkaVM agrees with: spec/vectors.md tells why. */
    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "native"})
    void publishedVectorsOfTheOlderForm(String backend) {
        var out = vectors(shared("vectors/pvm"), backend);
        assertEquals("200 passed, 1 failed", lastLine(out), out);
        assertEquals(
                0,
                out.lines().filter(l -> l.startsWith("FAIL") && !l.contains("/inst_fallthrough.json")).count(),
                out);
    }

    private static void assertAllPass(int count, Path folder, String backend) {
        var out = vectors(folder, backend);
        assertEquals(count + " passed, 0 failed", lastLine(out), out);
    }

    private static String vectors(Path folder, String backend) {
        skipUnlessAvailable(backend);
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        Main.run(out, out, "vectors", folder.toString(), "--backend", backend);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (_, line) -> line);
    }

    private static void skipUnlessAvailable(String backend) {
        if (backend.equals("native")) {
            try (var engine = Engine.create(EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(1, 0))) {
                assertEquals(Backend.NATIVE, engine.backend());
            } catch (BackendUnavailableException e) {
                abort("no native backend here: " + e.getMessage());
            }
        }
    }

    private static Path shared(String folder) {
        return Repository.shared()
                .map(s -> s.resolve(folder))
                .orElseGet(() -> abort("the published vectors lie in the folder shared, which is not here"));
    }
}
