package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "a0 = a1 - 5; a0 = a1 - 5",
                "a0 = -5 + a1; a0 = a1 - 5",
                "a0 = a1 - 0x80000000; a0 = a1 + 0xffffffff80000000",
                "a0 = 5 - a1; a0 = 0x5 - a1",
                "a0 = -a1; a0 = -a1",
                "i32 a0 = -a1; i32 a0 = -a1",
                "a0 = 3 & a1; a0 = a1 & 0x3",
                "a0 = 0b101 * a1; a0 = a1 * 0x5",
                "a0 = a1 >u a2; a0 = a2 <u a1",
                "a0 = 7 <s a2; a0 = a2 >s 0x7",
                "a0 = 7 >u a2; a0 = a2 <u 0x7",
                "a0 = 7 << a2; a0 = 0x7 << a2",
                "i32 a0 = 7 >>r a2; i32 a0 = 0x7 >>r a2",
                "a0 = 5 if a1 != 0; a0 = 0x5 if a1 != 0",
                "a0 = a2 if a1 != 0; a0 = a2 if a1 != 0",
                "a0 = 0xfffffffffffffff0 if a1 == 0; a0 = 0xfffffffffffffff0 if a1 == 0",
                "a0 = 0xfffffff0; a0 = 0xfffffffffffffff0",
                "a0 = -16; a0 = 0xfffffffffffffff0",
                "a0 = 4294967280; a0 = 0xfffffffffffffff0",
                "a0 = 0x100000000; a0 = 0x100000000",
                "a0 = -5000000000; a0 = 0xfffffffed5fa0e00",
                "a0 = a1 mulh a2; a0 = a1 mulh a2",
                "a0 = a1 mulhu a2; a0 = a1 mulhu a2",
                "a0 = a1 mulhsu a2; a0 = a1 mulhsu a2",
                "[a0..a0 + a2] = u8 a1; [a0..a0 + a2] = u8 a1",
                "a0 = sbrk a1; a0 = sbrk a1",
                "a0 = u8 [a1 - 4]; a0 = u8 [a1 - 4]",
                "a0 = u8 [a1 + 0xfffffffc]; a0 = u8 [a1 - 4]",
                "a0 = u8 [a1 + 0xfffffffffffffffc]; a0 = u8 [a1 - 4]",
                "u8 [0xfffffffffffffffc] = 255; u8 [0xfffffffffffffffc] = 0xff",
                "u16 [sp + 8] = -2; u16 [sp + 8] = 0xfffffffffffffffe",
                "r7=r8+r12; a0 = a1 + a5",
                "a0 = ~(a1 ^ a2); a0 = ~(a1 ^ a2)",
                "a0 = a1 & ~a2; a0 = a1 & ~a2",
                "a0 = maxs(a1, a2); a0 = maxs(a1, a2)",
                "nop; ra = ra",
                "ret; ret",
                "jump [ra + 0]; ret",
                "jump [a0 - 8]; jump [a0 - 8]",
                "a0 = 5, jump [a1 + 4]; a0 = 5, jump [a1 + 4]",
                "tmp = a0, a0 = -5, jump [tmp - 4]; tmp = a0, a0 = -5, jump [tmp - 4]",
                "ecalli 4294967295 // the last; ecalli 4294967295",
            })
    void oneInstructionHasManySpellings(String source, String printed) {
        assertEquals(printed, print(Isa.LATEST64, source).getFirst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a0 == a1; a0 == a1",
                "a0 != a1; a0 != a1",
                "a0 <=u a1; a1 >=u a0",
                "a0 >s a1; a1 <s a0",
                "a0 != 5; a0 != 5",
                "5 != a0; a0 != 5",
                "5 <u a0; a0 >u 5",
                "5 >=s a0; a0 <=s 5",
                "a0 <s 0xffffffffffffffff; a0 <s -1",
            })
    void conditionsMayBeTurnedAround(String condition, String printed) {
        var source = "@here: \n jump @here if " + condition;
        assertEquals("jump 0 if " + printed, print(Isa.REVIVE_V1, source).getFirst());
    }

    @Test
    void latest32NeedsNoWidth() {
        assertEquals(print(Isa.LATEST32, "i32 a0 = a1 + a2"), print(Isa.LATEST32, "a0 = a1 + a2"));
        assertEquals(List.of("a0 = a1 >> 0x5", "invalid"), print(Isa.LATEST32, "a0 = a1 >> 5"));
    }

    @Test
    void aWideConstantCanBeForced() {
        var reader = new InstructionReader(assemble(Isa.LATEST64, "a0 = i64 -5").code());
        assertTrue(reader.next());
        assertEquals(Opcode.LOAD_IMM64, reader.opcode());
        assertEquals(-5, reader.imm1());
    }

    @Test
    void labelsBeginBlocks() {
        var program = assemble(
                Isa.REVIVE_V1,
                """
                // comment
                %isa = jam_v1
                %ro_data_size = 10
                %ro_data = 01 02 03
                %stack_size = 4096
                %import = console_write
                pub @main:
                    a0 = @second
                pub @second:
                    ecalli 0
                pub @aside: %no_fallthrough
                    jump @main
                """);
        assertEquals(Isa.JAM_V1, program.isa());
        assertEquals(10, program.roDataSize());
        assertArrayEquals(new byte[] {1, 2, 3}, program.roData());
        assertEquals("console_write", program.imports().getFirst().name());
        assertEquals(List.of("a0 = 0x2", "fallthrough", "ecalli 0", "jump 0"), print(program));
        assertEquals(4, program.code().jumpTableEntry(0));
        assertEquals(4, program.export("second").orElseThrow().pc());
        assertEquals(5, program.export("aside").orElseThrow().pc());
    }

    @Test
    void aListingWithoutDirectivesIsReadToo() {
        var source = Disassembler.print(
                assemble(Isa.LATEST64, "pub @main:\n a0 = a1\n jump @main if a0 == 1\n ecalli 7\n trap"),
                Disassembler.Options.PLAIN.withRawBytes().withGas(CostModel.NAIVE));
        var program = assemble(Isa.LATEST64, source);
        assertEquals(List.of("a0 = a1", "jump 0 if a0 == 1", "ecalli 7", "trap"), print(program));
        assertEquals("main", program.exports().getFirst().name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0 = a1 <=u a2",
                "a0 = 5 + 5",
                "a0 = 0x1ffffffffffffffff",
                "a0 = u8 [a1 + 0x100000000]",
                "u8 [a1] = 256",
                "u8 [a1] = -129",
                "u16 [4] = 0x10000",
                "a0 = a1 if a2 == 1",
                "jump @nowhere",
                "jump 0",
                "a0 = @nowhere",
                "pub main:",
                "@a b:",
                "%ro_data = 123",
                "%ro_data = 12\n%ro_data_size = 0",
                "%rw_data_size = -1",
                "%isa = riscv",
                "%unknown = 1",
                "@twice:\n@twice:\ntrap",
                "jump @end\npub @end:",
                ": @0 [dyn 1]\ntrap",
                ": @0 [@dyn 0]\ntrap",
                "a0 = a1 \u20ac a2",
                "[a0..a0 + a2] = u8 a3",
                "ecalli -1 2",
                "a0 = @",
                "a0 = 0x",
            })
    void nonsenseIsRefusedWithItsLine(String source) {
        var e = assertThrows(AssemblyException.class, () -> Assembler.assemble(source, Isa.LATEST64));
        assertTrue(e.line() > 0 || source.contains("_size"), e.getMessage());
    }

    @Test
    void errorsSayWhereWhatAndWhatElse() {
        var e = assertThrows(
                AssemblyException.class, () -> Assembler.assemble("trap\n  a0 = sbrk a1\n", Isa.JAM_V1));
        assertEquals(
                "Line 2: `a0 = sbrk a1`: expected an instruction of jam_v1; sbrk is one of latest32, latest64",
                e.getMessage());
    }

    private static Program assemble(Isa isa, String source) {
        return Program.parse(Assembler.assemble(source, isa));
    }

    private static List<String> print(Isa isa, String source) {
        return print(assemble(isa, source));
    }

    private static List<String> print(Program program) {
        var lines = new ArrayList<String>();
        var reader = new InstructionReader(program.code());
        while (reader.next()) {
            lines.add(Disassembler.instruction(program.isa(), reader));
        }
        return lines;
    }
}
