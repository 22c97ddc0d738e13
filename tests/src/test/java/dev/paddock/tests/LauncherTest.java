package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script ./paddock, on the build that `mvn verify` has just made. */
class LauncherTest {
    private static final String JDK = System.getProperty("java.home");
    private static final int INTERNAL = 70;

    @TempDir
    Path folder;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void theCommandIsBuilt() {
        assumeTrue(
                Files.isDirectory(Repository.root().resolve("cli/target/lib")),
                "cli/target/lib is missing: run the phase verify, or ./paddock once");
    }

    private Ended run(Path script, Map<String, String> environment, String... words) throws Exception {
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var line = new ArrayList<>(List.of("/bin/sh", script.toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PADDOCK_NO_BUILD", "1");
        builder.environment().put("PADDOCK_JAVA", JDK);
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still running after two minutes");
        return new Ended(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static Path script() {
        return Repository.root().resolve("paddock");
    }

    @Test
    void itRunsFromAnyFolderThroughSymlinks() throws Exception {
        var direct = Files.createSymbolicLink(folder.resolve("direct"), script());
        var relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("direct"));
        try {
            var example = Repository.root().resolve("examples/fibonacci.pvmasm").toString();
            var ended = run(relative, Map.of(), "run", example, "90", "--backend", "interpreter");
            assertEquals(0, ended.exitCode(), ended.err());
            assertTrue(ended.out().startsWith("finished   result 2880067194370816120"), ended.out());
        } finally {
            // JUnit warns of links that lead out of its folder.
            Files.delete(relative);
            Files.delete(direct);
        }
    }

    @Test
    void exitCodesPassThrough() throws Exception {
        var loop = Repository.root().resolve("examples/loop.pvmasm").toString();
        assertEquals(11, run(script(), Map.of(), "run", loop, "--gas", "10", "--backend", "interpreter").exitCode());
        assertEquals(2, run(script(), Map.of(), "run").exitCode());
    }

    @Test
    void theStartUpCacheMakesNoDifferenceToWhatIsSaid() throws Exception {
        var with = run(script(), Map.of(), "run", "--help");
        var without = run(script(), Map.of("PADDOCK_NO_AOT", "1"), "run", "--help");
        assertEquals(without.out(), with.out());
        assertEquals("", without.err());
    }

    @Test
    void aJavaThatIsTooOldIsCalledSo() throws Exception {
        Files.createDirectories(folder.resolve("old/bin"));
        Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"21.0.1\"\n");
        var java = Files.writeString(folder.resolve("old/bin/java"), "#!/bin/sh\nexit 99\n");
        assertTrue(java.toFile().setExecutable(true));
        var ended = run(script(), Map.of("PADDOCK_JAVA", folder.resolve("old").toString()), "--version");
        assertEquals(INTERNAL, ended.exitCode());
        assertTrue(ended.err().contains("is not a JDK 25 or newer"), ended.err());
    }

    @Test
    void itLeavesTheSecondCompilerOutWhereAProgramRunsNativelyAndOnce() throws Exception {
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        var java = Files.writeString(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        var environment = Map.of("PADDOCK_JAVA", folder.resolve("jdk").toString(), "PADDOCK_NO_AOT", "1");
        var without = "-XX:TieredStopAtLevel=1";
        assertTrue(run(script(), environment, "run", "x", "--backend", "native").out().contains(without));
        assertTrue(run(script(), environment, "run", "x", "--backend=native").out().contains(without));
        assertFalse(run(script(), environment, "run", "x", "--backend", "native", "--repeat", "9").out().contains(without));
        assertFalse(run(script(), environment, "run", "x", "--backend", "interpreter").out().contains(without));
        // Nothing is known of a sandbox here, so that it may be the interpreter that runs to the end.
        assertFalse(run(script(), environment, "run", "x").out().contains(without));
        assertFalse(run(script(), environment, "link", "native").out().contains(without));
    }

    @Test
    void theJdkMayBeGivenAsItsJava() throws Exception {
        var ended = run(script(), Map.of("PADDOCK_JAVA", JDK + "/bin/java"), "--version");
        assertEquals(0, ended.exitCode(), ended.err());
        assertTrue(ended.out().startsWith("paddock "), ended.out());
    }
}
