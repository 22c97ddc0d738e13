package dev.paddock.linker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Isa;
import dev.paddock.program.Program;
import org.junit.jupiter.api.Test;

/** Where a program stops can be told by name, unless it is stripped. */
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
        var program = Program.parse(Linker.link(Sampler.elf(), LinkOptions.of(Isa.LATEST64).withStrip(true)));
        assertTrue(program.debugInfo().isEmpty());
    }
}
