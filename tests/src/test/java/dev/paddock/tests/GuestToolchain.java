package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The compilers of C guests, where this machine has them. */
final class GuestToolchain {
    /** Where guests are built for tests; kept, so that the next run compiles only what has changed. */
    static final Path BUILD = Path.of("target", "guest-build").toAbsolutePath();
    static final Path OUT = Path.of("target", "guest-out").toAbsolutePath();

    /** What the committed blobs were compiled by: another release may choose other instructions. */
    private static final String RELEASE = "19.1.7";

    private static final String REMEDY = "; on Debian and Ubuntu: scripts/setup-guests-debian.sh";
    private static final List<String> TOOLS = List.of("make", "clang-19", "ld.lld-19", "wasm-ld-19", "llvm-ar-19");

    private GuestToolchain() {}

    /** What is missing, and how to get it; empty if nothing is. */
    static Optional<String> missing() {
        var missing = TOOLS.stream().filter(tool -> !isOnPath(tool)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("missing: " + String.join(", ", missing) + REMEDY);
    }

    /** Why a fresh build can't be expected to equal the committed one, if so. */
    static Optional<String> incomparable() throws Exception {
        var missing = missing();
        if (missing.isPresent()) {
            return missing;
        }
        var version = run(List.of("clang-19", "--version"), "").lines().findFirst().orElse("");
        return version.contains(" " + RELEASE)
                ? Optional.empty()
                : Optional.of("committed blobs were compiled by clang " + RELEASE + ", this is " + version);
    }

    private static boolean isOnPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Makes targets of guest/Makefile. */
    static void make(String... targets) throws Exception {
        var kit = GuestFolder.KIT.toString();
        var line = new ArrayList<>(List.of("make", "-s", "-C", kit, "BUILD=" + BUILD, "OUT=" + OUT + "/"));
        line.addAll(List.of(targets));
        run(line, "");
    }

    /** Runs a command that must succeed; returns what it printed. */
    static String run(List<String> line, String input) throws IOException, InterruptedException {
        return run(Path.of("").toAbsolutePath(), line, input);
    }

    static String run(Path folder, List<String> line, String input) throws IOException, InterruptedException {
        Files.createDirectories(BUILD);
        var in = Files.createTempFile(BUILD, "input", "");
        var out = Files.createTempFile(BUILD, "output", "");
        try {
            Files.writeString(in, input);
            var process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after ten minutes: " + line);
            }
            var text = Files.readString(out, StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), () -> line + " failed:\n" + text);
            return text;
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
