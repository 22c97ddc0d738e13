package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramTest {
    /** Empty jump table, one trap. */
    private static final String TRAP = "00 00 00";

    @ParameterizedTest
    @EnumSource(value = Isa.class, names = "LATEST32", mode = EnumSource.Mode.EXCLUDE)
    void theSamplerIsReadWhole(Isa isa) {
        var program = Program.parse(SamplerBlobs.of(isa));
        assertEquals(isa, program.isa());
        assertEquals(
                List.of("blake2_host", "console_write", "get_number"),
                program.imports().stream().map(Import::name).toList());
        assertEquals("hello", program.exports().getFirst().name());
        assertTrue(program.exports().stream().allMatch(export -> program.code().isBlockStart(export.pc())));
        assertEquals(29, program.code().jumpTableLength());
        for (int i = 0; i < 29; i++) {
            assertEquals(program.code().jumpTableEntry(i), program.code().dynamicTarget(2 * (i + 1)));
        }
        assertEquals(List.of(256L, 98312L, 8192L), List.of(
                program.roDataSize(), program.rwDataSize(), program.stackSize()));
        assertEquals(List.of(), program.warnings());
        assertFalse(hasInvalid(program.code()));
    }

    private static boolean hasInvalid(Code code) {
        var reader = new InstructionReader(code);
        while (reader.next()) {
            if (reader.opcode() == Opcode.INVALID) {
                return true;
            }
        }
        return false;
    }

    @Test
    void memoryIsAListOfRegions() {
        var program = Program.parse(SamplerBlobs.of(Isa.LATEST64));
        var image = program.memoryImage(0x1000, 5);
        assertEquals(
                List.of(
                        "READ_ONLY_DATA 10000..11000 READ_ONLY",
                        "READ_WRITE_DATA 30000..49000 READ_WRITE",
                        "STACK fffce000..fffd0000 READ_WRITE",
                        "AUXILIARY fffe0000..fffe1000 READ_ONLY"),
                image.regions().stream().map(ProgramTest::describe).toList());
        assertEquals(0x30000 + 98312, image.heapBase());
        assertEquals(image.map().stackHigh(), program.initialRegisters(image.map())[1]);
        assertEquals(0xffff0000L, program.initialRegisters()[0]);
    }

    private static String describe(Region region) {
        return "%s %x..%x %s".formatted(region.kind(), region.address(), region.end(), region.access());
    }

    @Test
    void whatASectionLacksIsEmpty() {
        var program = Program.parse(Blob.of(Isa.LATEST64).section(6, TRAP).end());
        assertEquals(1, program.code().length());
        assertEquals(List.of(), program.imports());
        assertEquals(List.of(), program.exports());
        assertEquals(Optional.empty(), program.metadataHash());
        assertTrue(program.debugInfo().isEmpty());
        assertEquals(List.of(), program.debugInfo().locate(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "06 03 00 00 00 | sections, offset 18: section id needs 1 bytes, 0 are left",
        "00 | section 6 (code) is missing",
        "06 00 00 | offset 15: empty",
        "07 00 00 | unknown section 7",
        "06 03 00 00 00 05 01 00 00 | section 5 after section 6",
        "06 03 00 00 00 06 03 00 00 00 00 | section 6 after section 6",
        "02 01 ff 06 03 00 00 00 00 | section 2 (read-only data), offset 15: 1 bytes, more than the size of 0",
        "01 04 00 00 00 00 00 | section 1 (memory config), offset 18: 1 bytes too many",
        "01 02 80 05 00 | offset 15: read-only data size is 5 in a longer form than needed",
        "01 05 f1 00 00 00 00 | read-only data size begins with byte 0xf1, not a varint's",
        "01 05 f8 00 00 00 00 | read-only data size begins with byte 0xf8, not a varint's",
        "04 02 84 01 00 | import count is 1025, more than 1024",
        "04 03 02 00 00 00 | 2 import offsets need 8 bytes, 2 are left",
        "06 04 e1 01 00 00 | jump table entry count is 16777217, more than 16777216",
        "06 02 00 05 00 | jump table entry size is 5, more than 4",
        "06 04 c0 00 40 01 | offset 19: jump table needs 16384 bytes, 0 are left",
        "06 7f 00 | section 6 (code) needs 127 bytes, 1 are left"
    })
    void malformedBytesAreNamed(String sections, String problem) {
        byte[] blob = Blob.of(Isa.LATEST64).raw(sections).open();
        var e = assertThrows(MalformedProgramException.class, () -> Program.parse(blob));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "00 00 02 00 00 | offset 20: bitmask needs 1 bytes, 0 are left",
        "00 00 01 00 01 00 | 1 bytes after the bitmask",
        "00 00 01 00 03 | bits set in the padding of the bitmask",
        "00 00 e2 01 00 00 | code length is 33554433, more than 33554432"
    })
    void malformedLegacyCodeIsNamed(String code, String problem) {
        for (Isa isa : List.of(Isa.REVIVE_V1, Isa.LATEST32, Isa.JAM_V1)) {
            byte[] blob = Blob.of(isa).section(6, code).end();
            var e = assertThrows(MalformedProgramException.class, () -> Program.parse(blob));
            assertTrue(e.getMessage().contains(problem), e.getMessage());
        }
    }

    @Test
    void unknownVersionsAndOtherFilesAreNamed() {
        assertMalformed("version byte is 4", Blob.of(4).section(6, TRAP).end());
        assertMalformed("begins with 7f454c46", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0});
        assertMalformed("magic needs 4 bytes, 2 are left", new byte[2]);
        byte[] longer = Arrays.copyOf(Blob.of(2).section(6, TRAP).end(), 30);
        assertMalformed("length is 19, but there are 30 bytes", longer);
    }

    private static void assertMalformed(String problem, byte[] blob) {
        var e = assertThrows(MalformedProgramException.class, () -> Program.parse(blob));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void optionalSectionsThatAreNotExpectedAreSkipped() {
        // An unknown one, then a metadata hash that comes too late; what follows the end marker does not count.
        byte[] blob = Blob.of(2).section(6, TRAP).section(200, "0102").section(131, "aa").raw("00 ff").open();
        assertEquals(Optional.empty(), Program.parse(blob).metadataHash());
        byte[] twice = Blob.of(2).section(6, TRAP).section(131, "aa").section(131, "bb").end();
        assertArrayEquals(new byte[] {(byte) 0xaa}, Program.parse(twice).metadataHash().orElseThrow());
    }

    @Test
    void importsWithARangeOutsideTheSymbolsAreMissing() {
        // Offsets 0, 9, 1 into the symbols "ab".
        var program = Program.parse(Blob.of(2)
                .section(4, "03 00000000 09000000 01000000 6162")
                .section(6, TRAP)
                .end());
        assertEquals(
                List.of(Optional.empty(), Optional.empty(), Optional.of(Symbol.of("b"))),
                program.imports().stream().map(Import::symbol).toList());
    }

    @Test
    void exportsAreReadAsFarAsTheyGo() {
        var program = Program.parse(
                Blob.of(2).section(5, "03 07 01 61 02 01 ff 00 05 62").section(6, TRAP).end());
        assertEquals(
                List.of(new Export(7, Symbol.of("a")), new Export(2, Symbol.of(new byte[] {-1}))), program.exports());
        assertEquals("0xff", program.exports().get(1).name());
        assertEquals(1, program.warnings().size());
        assertTrue(program.warnings().getFirst().contains("export's symbol needs 5 bytes, 1 are left"));
    }

    @Test
    void aJumpTableOfEmptyEntriesIsEmpty() {
        var program = Program.parse(Blob.of(2).section(6, "05 00 00").end());
        assertEquals(0, program.code().jumpTableLength());
        assertEquals(-1, program.code().dynamicTarget(2));
    }

    @Test
    void jamCodeIsValidatedAtLoad() {
        for (String bad : List.of("00 00 01 64 01", "00 00 02 ff 00 03", "00 00 01 00 00")) {
            byte[] blob = Blob.of(3).section(6, bad).end();
            assertMalformed("jam_v1 code has an invalid instruction", blob);
            blob[4] = (byte) Isa.REVIVE_V1.versionByte();
            assertEquals(Isa.REVIVE_V1, Program.parse(blob).isa());
        }
        Program.parse(Blob.of(3).section(6, "00 00 02 28 64 01").end());
    }

    @Test
    void latest64ProgramsFromBefore037AreTold() {
        // Legacy code: a0 = 1, trap; as extended code it ends in an instruction that is cut off.
        byte[] old = Blob.of(2).section(6, "00 00 04 33 07 01 00 09").end();
        assertMalformed("built before PolkaVM 0.37", old);
        // The same layout by chance: the present reading makes sense, so it counts.
        byte[] chance = Blob.of(2).section(6, "00 00 01 00 01").end();
        var program = Program.parse(chance);
        assertEquals(1, program.warnings().size());
        assertEquals(3, program.code().length());
    }

    @Test
    void debugInformationLeadsToSourceLines() {
        var program = Program.parse(SamplerBlobs.of(Isa.LATEST64));
        var frames = program.debugInfo().locate(0);
        assertEquals(1, frames.size());
        assertTrue(frames.getFirst().fullName().startsWith("core::slice::sort::"), frames::toString);
        assertEquals(0, program.debugInfo().rangeOf(0));
        assertEquals(-1, program.debugInfo().rangeOf(-1));
        assertEquals(List.of(), program.debugInfo().locate(-1));
    }

    @Test
    void callersMayChangeTheirBytesAfterwards() {
        byte[] blob = SamplerBlobs.of(Isa.LATEST64);
        var program = Program.parse(blob);
        byte[] hash = program.hash();
        Arrays.fill(blob, (byte) 0);
        assertEquals("hello", program.exports().getFirst().name());
        assertArrayEquals(hash, program.hash());
    }
}
