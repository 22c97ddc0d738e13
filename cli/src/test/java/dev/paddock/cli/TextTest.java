package dev.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code asm}, {@code disasm} and {@code stats}. */
class TextTest {
    @TempDir
    Path folder;

    @Test
    void assembledExamplesRunLikeTheirText() {
        var blob = folder.resolve("fibonacci.polkavm").toString();
        var source = CommandLine.EXAMPLES.resolve("fibonacci.pvmasm").toString();
        var asm = CommandLine.run("asm", source, "-o", blob);
        assertEquals(0, asm.exitCode(), asm.err());
        var run = CommandLine.run("run", blob, "90", "--backend", "interpreter");
        assertTrue(run.out().startsWith("finished   result 2880067194370816120"), run.out() + run.err());
    }

    @Test
    void disassembledTextAssemblesToTheSameBlob() throws IOException {
        for (var name : new String[] {"fibonacci", "sieve", "hello", "loop"}) {
            var first = folder.resolve(name + ".polkavm");
            var text = folder.resolve(name + ".again");
            var second = folder.resolve(name + ".again.polkavm");
            CommandLine.run("asm", CommandLine.EXAMPLES.resolve(name + ".pvmasm").toString(), "-o", first.toString());
            CommandLine.run("disasm", first.toString(), "--reassemble", "-o", text.toString());
            var again = CommandLine.run("asm", text.toString(), "-o", second.toString());
            assertEquals(0, again.exitCode(), again.err());
            assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second), name);
        }
    }

    @Test
    void disassemblyHasTheLayoutPeopleKnow() {
        var line = CommandLine.run("disasm", CommandLine.EXAMPLES.resolve("hello.pvmasm").toString(), "--gas");
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().contains("      : @0 [export #0: 'main'] (gas: 5)\n"), line.out());
        assertTrue(line.out().contains("     8: ecalli 0 // 'console_write'\n"), line.out());
    }

    @Test
    void disassemblyShowsSourceLinesFromBelowTheFolderNamed() throws IOException {
        var debug = CommandLine.EXAMPLES.resolve("../tests/src/test/resources/debug");
        var blob = debug.resolve("where.polkavm").toString();
        var line = CommandLine.run("disasm", blob, "--source", debug.toString());
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().contains("      //     __builtin_trap();\n    22: trap\n"), line.out());
        var elsewhere = CommandLine.run("disasm", blob, "--source", folder.toString());
        assertTrue(elsewhere.out().contains("(where.c:8:9) in element"), elsewhere.out());
        assertFalse(elsewhere.out().contains("__builtin_trap"), elsewhere.out());
        assertFalse(CommandLine.run("disasm", blob, "--no-lines").out().contains("where.c"));
        assertEquals(2, CommandLine.run("disasm", blob, "--source", blob).exitCode());
        // A link that leads out of the folder.
        var link = Files.createSymbolicLink(folder.resolve("where.c"), debug.resolve("where.c").toAbsolutePath());
        var linked = CommandLine.run("disasm", blob, "--source", folder.toString());
        Files.delete(link);
        assertFalse(linked.out().contains("__builtin_trap"), linked.out());
    }

    @Test
    void statsTellWhatIsInAProgram() {
        var line = CommandLine.run("stats", CommandLine.EXAMPLES.resolve("sampler.polkavm").toString());
        assertEquals(0, line.exitCode(), line.err());
        assertTrue(line.out().contains("instructions      1,443"), line.out());
        assertTrue(line.out().contains("import 1          console_write"), line.out());
        assertTrue(line.out().contains("export            fibonacci at 2405"), line.out());
    }
}
