package dev.paddock.codegen.x64;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs binutils' objdump over raw code: an opinion on our encodings that owes us nothing. */
final class Objdump {
    /** One disassembled instruction. */
    record Line(long address, String bytes, String text) {}

    private Objdump() {}

    /** Skips the calling test, saying why, where objdump is not installed. */
    static void assumeInstalled() {
        boolean installed;
        try {
            installed = new ProcessBuilder("objdump", "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException _) {
            installed = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assumeTrue(installed, "objdump (binutils) is not installed: encodings go unchecked");
    }

    /** Disassembles {@code code} as if at {@code address}; comments are cut, blanks made single. */
    static List<Line> disassemble(byte[] code, long address) {
        try {
            var file = Files.createTempFile("paddock", ".bin");
            try {
                Files.write(file, code);
                return run(file, address);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> run(Path file, long address) throws IOException {
        var process = new ProcessBuilder(
                        "objdump", "-D", "-w", "-z", "-b", "binary", "-m", "i386:x86-64", "-M", "intel",
                        "--insn-width=16", "--adjust-vma=0x" + Long.toHexString(address), file.toString())
                .redirectErrorStream(true)
                .start();
        var lines = new ArrayList<Line>();
        for (String line : process.inputReader().lines().toList()) {
            var columns = line.split("\t", 3);
            if (columns.length == 3) {
                long at = Long.parseUnsignedLong(columns[0].strip().replace(":", ""), 16);
                var text = columns[2].replaceAll("#.*", "").strip().replaceAll("\\s+", " ");
                lines.add(new Line(at, columns[1].strip().replace(" ", ""), text));
            }
        }
        return lines;
    }
}
