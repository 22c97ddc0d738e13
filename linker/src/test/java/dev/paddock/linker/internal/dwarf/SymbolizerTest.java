package dev.paddock.linker.internal.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.linker.internal.elf.ElfFile;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.program.SourceFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent reader of DWARF as the oracle: LLVM's symbolizer says the same of every address. */
class SymbolizerTest {
    private static final String INSTALL = "needs apt-get install clang-19 lld-19 llvm-19";

    @Test
    void everyAddressOfTheSampleIsWhereTheSymbolizerSays(@TempDir Path work) throws IOException, InterruptedException {
        assumeTrue(areThere("llvm-symbolizer-19"), INSTALL);
        assertEquals(List.of(), differences(repository().resolve("tests/src/test/resources/debug/where-plain.elf"), work));
    }

    @Test
    void everyAddressOfARealGuestIsWhereTheSymbolizerSays(@TempDir Path work) throws IOException, InterruptedException {
        assumeTrue(areThere("llvm-symbolizer-19", "clang-19", "ld.lld-19"), INSTALL);
        var guest = repository().resolve("guest");
        for (var version : List.of("4", "5")) {
            var object = work.resolve("guest.o");
            var elf = work.resolve("guest.elf");
            run(work, "clang-19", "--target=riscv64-unknown-none-elf", "-march=rv64emac_zbb_xtheadcondmov", "-mabi=lp64e",
                    "-std=c11", "-O2", "-gdwarf-" + version, "-ffreestanding", "-ffunction-sections", "-fpic",
                    "-fvisibility=hidden", "-I" + guest.resolve("include"), "-c",
                    guest.resolve("benchmarks/ed25519/ed25519.c").toString(), "-o", object.toString());
            run(work, "ld.lld-19", "-static", "--emit-relocs", "--unresolved-symbols=ignore-all", "-e", "0",
                    object.toString(), "-o", elf.toString());
            assertEquals(List.of(), differences(elf, work));
        }
    }

    /** Where the two don't agree. A line that is not known has no file of its own, so that is not compared then. */
    private static List<String> differences(Path file, Path work) throws IOException, InterruptedException {
        var elf = ElfFile.read(Files.readAllBytes(file));
        var map = SourceMap.of(elf, List.of());
        var addresses = new StringBuilder();
        var ours = new ArrayList<List<SourceFrame>>();
        for (var section : elf.sections()) {
            for (long at = 0; section.isExecutable() && at < section.size(); at += 2) {
                addresses.append("0x").append(Long.toHexString(section.address() + at)).append('\n');
                ours.add(SourceFrame.of(map.frames(new Location(section.index(), at))));
            }
        }
        var input = Files.writeString(work.resolve("addresses"), addresses);
        var answers = run(input, "llvm-symbolizer-19", "--obj=" + file, "--inlining", "--no-demangle").strip().split("\n\n", -1);
        assertEquals(ours.size(), answers.length);
        var differences = new ArrayList<String>();
        int inlined = 0;
        for (int i = 0; i < answers.length; i++) {
            var lines = answers[i].strip().split("\n", -1);
            var frames = ours.get(i);
            inlined += frames.size() > 1 ? 1 : 0;
            boolean same = lines.length == 2 * Math.max(frames.size(), 1);
            for (int j = 0; same && j < frames.size(); j++) {
                same = isSame(frames.get(j), lines[2 * j], lines[2 * j + 1]);
            }
            if (!same) {
                differences.add(frames + " but " + List.of(lines));
            }
        }
        assertTrue(inlined > 0);
        return differences;
    }

    private static boolean isSame(SourceFrame frame, String function, String place) {
        // Of the outermost function it takes the name of the nearest symbol, which may be a label.
        boolean sameName = function.startsWith(".L") || function.equals(frame.function());
        var fileAndLine = place.substring(place.lastIndexOf('/') + 1).split(":", -1);
        var file = frame.path().substring(frame.path().lastIndexOf('/') + 1);
        return sameName
                && fileAndLine[1].equals(Integer.toString(frame.line()))
                && (frame.line() == 0
                        || fileAndLine[0].equals(file) && fileAndLine[2].equals(Integer.toString(frame.column())));
    }

    /** What a command prints. The path is its input if that is a file. */
    private static String run(Path input, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (Files.isRegularFile(input)) {
            builder.redirectInput(input.toFile());
        }
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static boolean areThere(String... tools) {
        var folders = System.getenv().getOrDefault("PATH", "").split(":", -1);
        return Stream.of(tools)
                .allMatch(tool -> Stream.of(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("guest/benchmarks"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder of the repository holds guest/benchmarks");
        }
        return folder;
    }
}
