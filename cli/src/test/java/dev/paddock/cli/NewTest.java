package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.cli.internal.TemplateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code paddock new}. */
class NewTest {
    private static final Path KIT = Path.of("..", "guest");

    @TempDir
    Path folder;

    private Path made(String language, String name) {
        var line = CommandLine.run("new", language, folder.resolve(name).toString());
        assertEquals(0, line.exitCode(), line.err());
        return folder.resolve(name);
    }

    private record Ended(int exitCode, String out) {}

    private Ended run(Path where, List<String> words) throws Exception {
        var out = folder.resolve("out.txt");
        var process = new ProcessBuilder(words)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running after five minutes: " + words);
        }
        return new Ended(process.exitValue(), Files.readString(out));
    }

    private static boolean hasTool(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }

    private static void assumeTools(String... tools) {
        var missing = Arrays.stream(tools).filter(tool -> !hasTool(tool)).toList();
        assumeTrue(
                missing.isEmpty(),
                () -> "missing: " + String.join(", ", missing)
                        + "; on Debian and Ubuntu: scripts/setup-guests-debian.sh");
    }

    /** The linker is called in this process: the launcher may not be built yet. */
    @Test
    void aNewCProjectBuildsAndRuns() throws Exception {
        assumeTools("make", "clang-19", "ld.lld-19", "llvm-ar-19");
        var project = made("c", "first");
        var made = run(project, List.of("make", "build/pvm64/first.elf"));
        assertEquals(0, made.exitCode(), made.out());
        var elf = project.resolve("build/pvm64/first.elf").toString();
        var blob = project.resolve("first.polkavm").toString();
        var linked = CommandLine.run("link", elf, "-o", blob);
        assertEquals(0, linked.exitCode(), linked.err());

        var hello = CommandLine.run("run", blob, "hello", "--backend", "interpreter");
        assertTrue(hello.out().startsWith("Hello from first!\nfinished   result 18 "), hello.out() + hello.err());
        var add = CommandLine.run("run", blob, "add", "40", "2", "--backend", "interpreter");
        assertTrue(add.out().startsWith("finished   result 58 "), add.out() + add.err());
    }

    @Test
    void aNewProjectKnowsTheCommandThatMadeIt() throws IOException {
        var paddock = Path.of("..", "paddock").toRealPath();
        for (var language : List.of("c", "rust")) {
            var makefile = Files.readString(made(language, language + "-project").resolve("Makefile"));
            assertTrue(makefile.contains("PADDOCK ?= " + paddock + "\n"), makefile);
        }
    }

    @Test
    void nothingIsLeftToFillIn() throws IOException {
        for (var language : List.of("c", "rust")) {
            var project = made(language, language + "-project");
            try (var files = Files.walk(project)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var text = Files.readString(file);
                    assertFalse(text.contains("@NAME@") || text.contains("@PADDOCK@"), file.toString());
                }
            }
        }
    }

    /** A file that is added to the kit or a template must not be missing from projects. */
    @Test
    void everyFileOfTheKitIsPacked() throws IOException {
        var there = new TreeSet<String>();
        for (var part : List.of("cmake", "include", "runtime", "templates")) {
            try (var files = Files.walk(KIT.resolve(part))) {
                files.filter(Files::isRegularFile).forEach(file -> there.add(KIT.relativize(file).toString()));
            }
        }
        there.add("paddock.mk");
        assertEquals(there, new TreeSet<>(TemplateFiles.resources()));
    }

    @Test
    void aRustProjectNamesWhatItMisses() throws Exception {
        var project = made("rust", "second");
        assertTrue(Files.isExecutable(project.resolve("build.sh")));

        var none = run(project, List.of("env", "CARGO=no-cargo", "./build.sh"));
        assertEquals(1, none.exitCode());
        assertTrue(none.out().contains("no cargo or rustc") && none.out().contains("apt install"), none.out());

        var old = executable("old", "echo 'rustc 1.63.0 (4b91a6ea7 2022-08-08)'");
        var tooOld = run(project, List.of("env", "CARGO=true", "RUSTC=" + old, "./build.sh"));
        assertEquals(1, tooOld.exitCode());
        assertTrue(tooOld.out().contains("needs rustc 1.91 or newer"), tooOld.out());

        var bare = executable("bare", "case $1 in --version) echo 'rustc 1.96.0';; *) echo /nonexistent;; esac");
        var noSource = run(project, List.of("env", "CARGO=true", "RUSTC=" + bare, "./build.sh"));
        assertEquals(1, noSource.exitCode());
        assertTrue(noSource.out().contains("rustup component add rust-src"), noSource.out());
    }

    private String executable(String name, String body) throws IOException {
        var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file.toString();
    }

    @Test
    void whatCantBeMadeIsSaid() {
        assertUsage("expected a language and a name", "new");
        assertUsage("no template for pascal", "new", "pascal", "x");
        assertUsage("expected a letter", "new", "c", "Has Blanks");
        assertUsage("expected a letter", "new", "c", "/");
        made("c", "first");
        assertUsage("is there already", "new", "c", folder.resolve("first").toString());
    }

    private static void assertUsage(String message, String... words) {
        var line = CommandLine.run(words);
        assertEquals(2, line.exitCode());
        assertTrue(line.err().contains(message), line.err());
    }
}
