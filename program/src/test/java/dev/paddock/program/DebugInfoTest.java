package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugInfoTest {
    /** At 0 the empty string, at 1 "ns", at 4 "f", at 6 "p", at 8 "g". */
    private static final String STRINGS = "00 02 6e73 01 66 01 70 01 67";

    /** One range, 16..100, whose program begins after the version byte. */
    private static final String RANGE = "10000000 64000000 01000000";

    @Test
    void framesAreListedOutermostFirst() {
        // Frame 0: ns::f, p, line 7; then frame 1: g, column 3; both for four bytes from 16 on.
        var info = info("02 0501 0604 0706 0807 0101 03 0608 0903 0a02 0f04 00");
        var expected = List.of(
                new DebugInfo.Frame(DebugInfo.Kind.ENTER, "ns", "f", "p", 7, 0),
                new DebugInfo.Frame(DebugInfo.Kind.CALL, "", "g", "", 0, 3));
        assertEquals(expected, info.locate(16));
        assertEquals(expected, info.locate(19));
        assertEquals(List.of(), info.locate(20), "described no further");
        assertEquals(List.of(), info.locate(15), "outside the range");
        assertEquals(List.of(), info.locate(100), "outside the range");
        assertEquals("ns::f", expected.getFirst().fullName());
        assertEquals("g", expected.getLast().fullName());
    }

    @Test
    void linesAdvanceAndDepthChangesAfterItsRegion() {
        // Depth 1, line 0; region; line + 1, region and depth + 1; line + 5 - 2, region and depth - 1; region.
        var info = info("0a01 0e 0b 10 0c05 0d02 12 0e 00");
        assertEquals(List.of(0), lines(info, 16));
        assertEquals(List.of(1), lines(info, 17));
        assertEquals(List.of(4, 0), lines(info, 18));
        assertEquals(List.of(4), lines(info, 19));
    }

    private static List<Integer> lines(DebugInfo info, int pc) {
        return info.locate(pc).stream().map(DebugInfo.Frame::line).toList();
    }

    @Test
    void framesBeyondTheSixteenthAreDropped() {
        var info = info("0110 0809 0a14 0e 00");
        assertEquals(16, info.locate(16).size());
    }

    @Test
    void aRegionHasAtMost512Opcodes() {
        assertEquals(1, info("0a01" + "0b".repeat(510) + "0e 00").locate(16).size());
        var long513 = info("0a01" + "0b".repeat(511) + "0e 00");
        assertTrue(malformed(long513, 16).contains("more than 512 opcodes for one region"));
        assertEquals(511, long513.locate(16, 513).getFirst().line());
    }

    @Test
    void nonsenseIsNamed() {
        assertTrue(malformed(info("14"), 16).contains("unknown opcode 20"));
        assertTrue(malformed(info("0a01"), 16).contains("opcode needs 1 bytes"));
        assertTrue(malformed(info("0a01 0663 0e 00"), 16).contains("a string at 99 of 10 bytes"));
        assertTrue(malformed(new DebugInfo(hex(""), hex(RANGE), hex("02 00")), 16).contains("version 2"));
        assertTrue(malformed(new DebugInfo(hex(""), hex("00000000 01000000 09000000"), hex("01")), 0)
                .contains("a line program at 9 of 1 bytes"));
    }

    private static String malformed(DebugInfo info, int pc) {
        return assertThrows(MalformedProgramException.class, () -> info.locate(pc)).getMessage();
    }

    private static DebugInfo info(String program) {
        return new DebugInfo(hex(STRINGS), hex(RANGE), hex("01" + program));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
