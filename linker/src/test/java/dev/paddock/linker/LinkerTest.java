package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program made by rustc links to every instruction set, and does what the reference's does. */
class LinkerTest {
    @ParameterizedTest
    @ValueSource(strings = {"latest64", "jam_v1", "revive_v1"})
    void everyCallGivesWhatTheReferenceGaveWithAndWithoutPasses(String isa) {
        var options = LinkOptions.of(Isa.byLabel(isa).orElseThrow());
        var calls = Sampler.reference(isa);
        var expected = calls.stream().map(Sampler.Call::outcome).toList();
        for (var variant : new LinkOptions[] {options, options.plain()}) {
            var got = Sampler.run(Linker.link(Sampler.elf(), variant), calls);
            assertEquals(expected, got.stream().map(Sampler.Call::outcome).toList(), variant.toString());
        }
    }

    @Test
    void importsAreNumberedByTheirNamesAndTheStackIsWhatIsAskedFor() {
        var options = LinkOptions.of(Isa.LATEST64).withMinStackSize(10_000);
        var program = Program.parse(Linker.link(Sampler.elf(), options));
        assertEquals(
                "[blake2_host, console_write, get_number]",
                program.imports().stream().map(i -> i.name()).toList().toString());
        assertEquals(12288, program.stackSize());
    }

    @Test
    void theSameElfGivesTheSameBlob() {
        var options = LinkOptions.of(Isa.LATEST64);
        assertEquals(
                java.util.HexFormat.of().formatHex(Linker.link(Sampler.elf(), options)),
                java.util.HexFormat.of().formatHex(Linker.link(Sampler.elf(), options)));
    }

    @Test
    void a64BitElfDoesNotBecome32BitCode() {
        var problem = assertThrows(LinkException.class, () -> Linker.link(Sampler.elf(), LinkOptions.of(Isa.LATEST32)));
        assertTrue(String.valueOf(problem.getMessage()).contains("latest32"));
    }
}
