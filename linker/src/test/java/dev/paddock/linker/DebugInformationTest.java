package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.linker.internal.debug.DebugSections;
import dev.paddock.program.DebugInfo;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import dev.paddock.program.Program;
import dev.paddock.program.ProgramWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a program stops can be told by function, file and line, unless it is stripped. */
class DebugInformationTest {
    @Test
    void codeIsKnownByTheNamesOfTheElf() {
        var program = Program.parse(Linker.link(Sampler.elf(), LinkOptions.of(Isa.LATEST64)));
        int pc = program.export("peek").orElseThrow().pc();
        var frames = program.debugInfo().locate(pc);
        assertEquals("sampler::peek::__polkavm_export::trampoline", frames.getFirst().fullName());
    }

    @Test
    void strippedProgramsSayNothing() {
        var options = LinkOptions.of(Isa.LATEST64).withStrip(true);
        assertTrue(Program.parse(Linker.link(Sampler.elf(), options)).debugInfo().isEmpty());
        assertTrue(Program.parse(Linker.link(DebugSamples.elf("where-dwarf5.o"), options)).debugInfo().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"where-dwarf4.o", "where-dwarf5.o", "where-linked.elf", "where-plain.elf"})
    void aPanicIsKnownByTheChainOfWhatIsInlined(String elf) {
        assertEquals(
                List.of(
                        "ENTER square where.c:20:0",
                        "CALL element where.c:21:12",
                        "ENTER element where.c:12:0",
                        "CALL check where.c:13:5",
                        "ENTER check where.c:6:0",
                        "LINE check where.c:8:9"),
                frames(linked(elf), Opcode.TRAP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"where-dwarf4.o", "where-dwarf5.o", "where-linked.elf", "where-plain.elf"})
    void aLoadIsKnownByTheFileThatItIsIn(String elf) {
        assertEquals(
                List.of(
                        "ENTER twice twice.c:7:0",
                        "CALL load twice.c:8:17",
                        "ENTER load twice.c:3:0",
                        "LINE load twice.c:4:12"),
                frames(linked(elf), Opcode.LOAD_INDIRECT_U64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"where-dwarf4.o", "where-dwarf5.o", "where-linked.elf", "where-plain.elf"})
    void everyInstructionHasALineWithAndWithoutPasses(String elf) {
        for (var options : List.of(LinkOptions.of(Isa.LATEST64), LinkOptions.of(Isa.JAM_V1).plain())) {
            var program = Program.parse(Linker.link(DebugSamples.elf(elf), options));
            var reader = new InstructionReader(program.code());
            while (reader.next()) {
                var frames = program.debugInfo().locate(reader.pc());
                assertFalse(frames.isEmpty(), () -> elf + " at " + reader.pc());
                assertTrue(frames.getLast().line() > 0, () -> elf + " at " + reader.pc() + ": " + frames);
            }
        }
    }

    /** What the reference wrote of its own code, written again from what its sections say. */
    @Test
    void theSectionsAreThoseOfTheReferenceToTheByte() {
        var reference = Program.parse(Sampler.referenceBlob("latest64"));
        var frames = new ArrayList<List<DebugInfo.Frame>>();
        var positions = new ArrayList<Integer>();
        var reader = new InstructionReader(reference.code());
        while (reader.next()) {
            positions.add(reader.pc());
            frames.add(reference.debugInfo().locate(reader.pc()));
        }
        assertTrue(frames.stream().anyMatch(stack -> !stack.isEmpty()));
        var written = new DebugSections();
        written.describe(
                frames, positions.stream().mapToInt(Integer::intValue).toArray(), reference.code().length());
        var again = ProgramWriter.of(reference)
                .debugInfo(written.strings(), written.programs(), written.ranges())
                .write();
        assertArrayEquals(Sampler.referenceBlob("latest64"), again);
    }

    @Test
    void theSamplesAreBuiltFromTheirSource(@TempDir Path fresh) throws IOException, InterruptedException {
        assumeTrue(isThere("clang-19") && isThere("ld.lld-19"), "needs apt-get install clang-19 lld-19");
        var build = new ProcessBuilder(DebugSamples.folder().resolve("build.sh").toString(), fresh.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), output);
        for (var name : List.of("where-dwarf4.o", "where-dwarf5.o", "where-linked.elf", "where-plain.elf")) {
            // Compilers of another patch level write another comment: what they make of the code is what counts.
            var options = LinkOptions.of(Isa.LATEST64);
            var built = Linker.link(Files.readAllBytes(fresh.resolve(name)), options);
            assertArrayEquals(built, Linker.link(DebugSamples.elf(name), options), name);
        }
    }

    private static boolean isThere(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static Program linked(String elf) {
        return Program.parse(Linker.link(DebugSamples.elf(elf), LinkOptions.of(Isa.LATEST64)));
    }

    private static List<String> frames(Program program, Opcode first) {
        var reader = new InstructionReader(program.code());
        while (reader.next()) {
            if (reader.opcode() == first) {
                return program.debugInfo().locate(reader.pc()).stream()
                        .map(frame -> frame.kind() + " " + frame.fullName() + " " + frame.path() + ":" + frame.line() + ":"
                                + frame.column())
                        .toList();
            }
        }
        throw new AssertionError("no " + first);
    }
}
