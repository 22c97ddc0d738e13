package dev.paddock.codegen.x64;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs binutils' objdump over raw code: an opinion on our encodings that owes us nothing. */
public final class Objdump {
    /** One disassembled instruction. */
    public record Line(long address, String bytes, String text) {}

    private Objdump() {}

    /** Skips the calling test, saying why, where objdump is not installed. */
    public static void assumeInstalled() {
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
    public static List<Line> disassemble(byte[] code, long address) {
        return disassembleAll(List.of(code), address).getFirst();
    }

    /** Disassembles many pieces, each as if at {@code address}, with one process. */
    public static List<List<Line>> disassembleAll(List<byte[]> pieces, long address) {
        try {
            var folder = Files.createTempDirectory("paddock");
            var files = new ArrayList<Path>();
            try {
                for (byte[] piece : pieces) {
                    files.add(Files.write(folder.resolve("%05d".formatted(files.size())), piece));
                }
                return run(folder, files, address);
            } finally {
                for (Path file : files) {
                    Files.delete(file);
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<Line>> run(Path folder, List<Path> files, long address) throws IOException {
        var command = new ArrayList<>(List.of(
                "objdump", "-D", "-w", "-z", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "--insn-width=16",
                "--adjust-vma=0x" + Long.toHexString(address)));
        files.forEach(file -> command.add(file.getFileName().toString()));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var all = new ArrayList<List<Line>>();
        for (Path file : files) {
            all.add(new ArrayList<>());
        }
        var current = all.getFirst();
        for (String line : process.inputReader().lines().toList()) {
            var columns = line.split("\t", 3);
            if (line.endsWith("file format binary")) {
                current = all.get(Integer.parseInt(line.substring(0, line.indexOf(':'))));
            } else if (columns.length == 3) {
                long at = Long.parseUnsignedLong(columns[0].strip().replace(":", ""), 16);
                var text = columns[2].replaceAll("#.*", "").strip().replaceAll("\\s+", " ");
                current.add(new Line(at, columns[1].strip().replace(" ", ""), text));
            }
        }
        return all;
    }
}
