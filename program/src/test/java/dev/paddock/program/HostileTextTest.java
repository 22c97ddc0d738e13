package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, the assembler answers, with a program that parses or with an {@link AssemblyException}. */
class HostileTextTest {
    private static final int ROUNDS = 4_000;
    private static final List<String> PIECES = List.of(
            "@", ":", "%", "pub ", "@a:", "jump @a", "[", "]", "(", ")", "..", "-", "--5", "0x", "0b2", "99999999999999999999",
            "i32 ", "i64 ", "tmp", " = ", "a0", "r12", "r13", ">>r", "<u", "//", "%no_fallthrough", ": @0", "[@dyn 999999999]",
            "[export #0: '", "']", "(gas: 1)", "  12: ", "ff 0a ", "\u0000", "\ud800", "\n", "\t", "{imm}", "%isa = latest32",
            "%ro_data = ", "%import = 0xzz", "invalid", "<x>:");

    @Test
    void mutatedSourcesAssembleOrAreRefused() throws IOException {
        var random = new Random(42);
        var seeds = seeds();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            var refused = 0;
            for (var round = 0; round < ROUNDS; round++) {
                var source = mutate(seeds.get(random.nextInt(seeds.size())), random);
                try {
                    var isa = Isa.values()[random.nextInt(Isa.values().length)];
                    var program = Program.parse(Assembler.assemble(source, isa));
                    assertNotNull(Disassembler.print(program, Disassembler.Options.PLAIN));
                } catch (AssemblyException e) {
                    refused++;
                } catch (MalformedProgramException e) {
                    // jam_v1 alone demands of code that it ends in a terminator and holds nothing invalid.
                    assertTrue(String.valueOf(e.getMessage()).contains("jam_v1 code"), e.getMessage());
                }
            }
            assertTrue(refused > ROUNDS / 4 && refused < ROUNDS, "refused " + refused);
        });
    }

    @Test
    void manyJumpsSettleInTime() {
        var source = new StringBuilder();
        for (var i = 0; i < 20_000; i++) {
            source.append("@l").append(i).append(":\njump @l").append((i * 7919L) % 20_000).append(" if a0 == ").append(i);
            source.append('\n');
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertNotNull(Program.parse(Assembler.assemble(source + "trap\n", Isa.LATEST64))));
    }

    private static List<String> seeds() throws IOException {
        var seeds = new ArrayList<String>();
        for (var row : ReferenceTable.read("assemble.csv")) {
            seeds.add(row.get("source").replace(" | ", "\n"));
        }
        for (var file : SamplerBlobs.all()) {
            var lines = Disassembler.print(
                            Program.parse(Files.readAllBytes(file)), Disassembler.Options.PLAIN.asReassemblable())
                    .lines()
                    .toList();
            seeds.add(String.join("\n", lines.subList(0, 80)));
        }
        return seeds;
    }

    private static String mutate(String source, Random random) {
        var text = new StringBuilder(source);
        for (var i = random.nextInt(4); i >= 0; i--) {
            var at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.insert(at, (char) random.nextInt(0x180));
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(7)));
                    }
                }
            }
        }
        return text.toString();
    }
}
