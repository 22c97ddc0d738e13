package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecodeTest {
    @Test
    void theLinearWalkIsTheReferences() {
        var rows = ReferenceTable.read("decode.csv");
        assertEquals(330, rows.size());
        for (var row : rows) {
            assertEquals(placesOf(row), walk(row.code()), row::toString);
        }
    }

    @Test
    void jumpTargetsAreTheReferences() {
        for (var row : ReferenceTable.read("decode.csv")) {
            var code = row.code();
            var starts = new ArrayList<String>();
            for (int pc = -1; pc <= code.length() + 1; pc++) {
                if (code.isBlockStart(pc)) {
                    starts.add("" + pc);
                }
            }
            assertEquals(row.get("block_starts"), String.join(" ", starts), row::toString);
        }
    }

    @Test
    void walkAndLookupAgreeOnInstructionsAndBlocks() {
        for (var row : ReferenceTable.read("decode.csv")) {
            var code = row.code();
            var reader = new InstructionReader(code);
            int block = 0;
            int end = 0;
            while (reader.next() && reader.pc() < code.length()) {
                for (int between = end; between < reader.pc(); between++) {
                    assertNoInstruction(code, between);
                }
                assertTrue(code.isInstruction(reader.pc()), row::toString);
                assertEquals(code.isBlockStart(reader.pc()), reader.startsBlock(), row::toString);
                block = reader.startsBlock() ? reader.pc() : block;
                assertEquals(block, code.blockStartOf(reader.pc()), row::toString);
                end = reader.pc() + 1;
            }
            for (int pc : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, code.length()}) {
                assertNoInstruction(code, pc);
            }
        }
    }

    @Test
    void movingAnywhereContinuesTheSameWalk() {
        for (var row : ReferenceTable.read("decode.csv")) {
            var walk = steps(row.code(), 0);
            for (int i = 0; i < walk.size(); i++) {
                int from = Integer.parseInt(walk.get(i).split("\\+")[0]);
                assertEquals(walk.subList(i, walk.size()), steps(row.code(), from), row::toString);
            }
        }
    }

    @Test
    void theEndOfTheWalkStaysTheEnd() {
        var reader = new InstructionReader(legacy("64", 1));
        assertTrue(reader.next());
        assertTrue(reader.next(), "the implicit invalid instruction");
        assertEquals(1, reader.pc());
        assertFalse(reader.next());
        assertFalse(reader.next());
    }

    @Test
    void aGapHoldsAnInvalidInstructionThatReachesTheNextMark() {
        // move_reg at 0, then nothing before the trap at 40.
        var code = legacy("64" + "00".repeat(40), 1, 0, 0, 0, 0, 1);
        assertEquals("0+25 25+15 40+1", walk(code));
        assertFalse(code.isBlockStart(25), "the gap belongs to the block before");
        assertEquals(0, code.blockStartOf(25));
        assertTrue(code.isBlockStart(40));
    }

    @Test
    void codeWithoutAnyMarkIsOneInvalidInstruction() {
        var code = legacy("00".repeat(100), new int[13]);
        assertEquals("0+100", walk(code));
        assertTrue(code.isBlockStart(0));
        assertNoInstruction(code, 24);
        assertNoInstruction(code, 25);
    }

    @Test
    void emptyCodeHasNothing() {
        for (Isa isa : Isa.values()) {
            var code = new Code(isa, new byte[0], new byte[0], new byte[0], 0);
            assertEquals("", walk(code));
            assertNoInstruction(code, 0);
        }
    }

    @Test
    void operandsBeyondTheEndOfTheCodeAreZero() {
        // load_imm64 cut off after its opcode, and add_32 without its register bytes.
        var reader = new InstructionReader(legacy("14", 1));
        assertTrue(reader.next());
        assertEquals(Opcode.LOAD_IMM64, reader.opcode());
        assertEquals(0, reader.imm1());
        var add = new InstructionReader(legacy("be", 1));
        assertTrue(add.next());
        assertEquals(List.of(0, 0, 0), List.of(add.r1(), add.r2(), add.r3()));
    }

    @Test
    void registersBeyondTheLastAreTheLast() {
        var reader = new InstructionReader(legacy("bedfef", 1));
        assertTrue(reader.next());
        assertEquals(List.of(12, 12, 12), List.of(reader.r1(), reader.r2(), reader.r3()));
    }

    @Test
    void dynamicAddressesAreTwiceTheEntryCountedFromOne() {
        var code = new Code(Isa.REVIVE_V1, new byte[] {0, 0, 100, 0}, new byte[] {15}, new byte[] {1, 0, 3, 0, 9, 0}, 2);
        assertEquals(1, code.dynamicTarget(2));
        assertEquals(-1, code.dynamicTarget(4), "not a block start");
        assertEquals(-1, code.dynamicTarget(6), "outside the code");
        for (int bad : new int[] {0, 1, 3, 8, -2, Integer.MIN_VALUE, Code.HALT_ADDRESS}) {
            assertEquals(-1, code.dynamicTarget(bad));
        }
    }

    private static void assertNoInstruction(Code code, int pc) {
        assertFalse(code.isInstruction(pc), () -> "instruction at " + pc);
        assertFalse(code.isBlockStart(pc), () -> "block at " + pc);
        assertThrows(IllegalArgumentException.class, () -> code.blockStartOf(pc));
    }

    private static Code legacy(String hex, int... mask) {
        byte[] bitmask = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            bitmask[i] = (byte) mask[i];
        }
        return new Code(
                Isa.REVIVE_V1, HexFormat.of().parseHex(hex), bitmask, new byte[0], 0);
    }

    /** The reference's {@code pc+length}s; its {@code |} may also be an operator in the text between. */
    private static String placesOf(ReferenceTable.Row row) {
        return String.join(
                " ",
                Stream.of(row.get("instructions").split(" \\| (?=\\d+\\+\\d+ )"))
                        .map(item -> item.split(" ", 2)[0])
                        .toList());
    }

    private static String walk(Code code) {
        var places = new ArrayList<String>();
        for (String step : steps(code, 0)) {
            places.add(step.substring(0, step.indexOf(' ')));
        }
        return String.join(" ", places);
    }

    /** Everything that a walk yields. */
    private static List<String> steps(Code code, int from) {
        var steps = new ArrayList<String>();
        var reader = new InstructionReader(code);
        if (from != 0) {
            reader.moveTo(from);
        }
        while (reader.next()) {
            steps.add(reader.pc() + "+" + (reader.nextPc() - reader.pc()) + " " + reader.opcode() + reader.startsBlock()
                    + reader.imm1() + reader.imm2() + reader.r1() + reader.r2() + reader.r3());
        }
        return steps;
    }
}
