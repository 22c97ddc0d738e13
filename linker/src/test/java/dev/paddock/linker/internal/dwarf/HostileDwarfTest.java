package dev.paddock.linker.internal.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.dwarf.DwarfBuilder.Bytes;
import dev.paddock.program.DebugInfo.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Debug information made to be slow, endless or deep is read soon, or refused with a typed error. */
class HostileDwarfTest {
    private static final int UNIT = 0x11;
    private static final int SUBPROGRAM = 0x2e;
    private static final int INLINED = 0x1d;
    private static final int NAMESPACE = 0x39;

    private static final int NAME_STRING = 0x03 << 8 | 0x08;
    private static final int LOW_ADDRESS = 0x11 << 8 | 0x01;
    private static final int HIGH_DATA4 = 0x12 << 8 | 0x06;
    private static final int ORIGIN_REF4 = 0x31 << 8 | 0x13;
    private static final int CALL_LINE_DATA1 = 0x59 << 8 | 0x0b;
    private static final int LINES_OFFSET = 0x10 << 8 | 0x17;

    private static void shape(DwarfBuilder builder, int code, int tag, boolean children, int... attributes) {
        int[] pairs = new int[2 * attributes.length];
        for (int i = 0; i < attributes.length; i++) {
            pairs[2 * i] = attributes[i] >> 8;
            pairs[2 * i + 1] = attributes[i] & 0xff;
        }
        builder.abbreviation(code, tag, children, pairs);
    }

    private static String refused(DwarfBuilder builder) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> String.valueOf(assertThrows(LinkException.class, builder::read).getMessage()));
    }

    @Test
    void aLongTableThatEachUnitReadsFromAnotherPlaceIsRefused() {
        var builder = new DwarfBuilder();
        int shapes = 20_000;
        for (int i = 0; i < shapes; i++) {
            shape(builder, 1, UNIT, false);
        }
        builder.abbreviations.u8(0);
        for (int i = 0; i < shapes; i++) {
            builder.unit(5L * i, new Bytes().u8(1));
        }
        assertTrue(refused(builder).contains("leads back and forth"));
    }

    @Test
    void aTableOfCountlessFilesIsRefused() {
        var builder = new DwarfBuilder();
        shape(builder, 1, UNIT, false, LINES_OFFSET);
        builder.abbreviations.u8(0);
        builder.unit(0, new Bytes().u8(1).little(0, 4));
        var header = new Bytes().u8(1, 1, 1, 0, 1, 1).u8(0).uleb(1L << 60);
        var program = new Bytes().little(5, 2).u8(8, 0).little(header.size(), 4).all(header);
        builder.lines.little(program.size(), 4).all(program);
        assertTrue(refused(builder).contains("leads back and forth"));
    }

    @Test
    void aLineRangeOfZeroIsNamedWithSectionAndOffset() {
        var builder = new DwarfBuilder();
        shape(builder, 1, UNIT, false, LINES_OFFSET);
        builder.abbreviations.u8(0);
        builder.unit(0, new Bytes().u8(1).little(0, 4));
        var header = new Bytes().u8(1, 1, 1, 0, 0, 1).u8(0, 0);
        var program = new Bytes().little(4, 2).little(header.size(), 4).all(header).u8(200);
        builder.lines.little(program.size(), 4).all(program);
        assertEquals(
                "section 4 '.debug_line', offset 0x13: a special opcode of a line program whose line range is 0; --strip leaves"
                        + " debug information out",
                refused(builder));
    }

    @Test
    void aFunctionThatStandsForItselfHasNoName() {
        var builder = new DwarfBuilder();
        shape(builder, 1, UNIT, true);
        shape(builder, 2, SUBPROGRAM, false, LOW_ADDRESS, HIGH_DATA4, ORIGIN_REF4);
        builder.abbreviations.u8(0);
        var entries = new Bytes().u8(1);
        entries.u8(2).little(DwarfBuilder.ADDRESS, 8).little(16, 4).little(12, 4).u8(0);
        var frames = builder.unit(0, entries).read().frames(DwarfBuilder.at(4));
        assertEquals(1, frames.size());
        assertEquals("", frames.getFirst().fullName());
    }

    @Test
    void entriesAHundredThousandDeepAreRead() {
        var builder = new DwarfBuilder();
        shape(builder, 1, UNIT, true);
        shape(builder, 2, NAMESPACE, true, NAME_STRING);
        shape(builder, 3, SUBPROGRAM, false, NAME_STRING, LOW_ADDRESS, HIGH_DATA4);
        builder.abbreviations.u8(0);
        var entries = new Bytes().u8(1);
        for (int i = 0; i < 100_000; i++) {
            entries.u8(2).text("a");
        }
        entries.u8(3).text("f").little(DwarfBuilder.ADDRESS, 8).little(16, 4);
        var name = builder.unit(0, entries).read().frames(DwarfBuilder.at(0)).getFirst().fullName();
        assertTrue(name.startsWith("a::a::") && name.endsWith("::f"), name);
    }

    @Test
    void whateverIsInlinedIntoWhatTheFirstFunctionAndTheLastLineAreTold() {
        for (int depth : new int[] {1, 7, 8, 13, 14, 15, 40, 5_000}) {
            var builder = new DwarfBuilder();
            shape(builder, 1, UNIT, true, LINES_OFFSET);
            shape(builder, 2, SUBPROGRAM, true, NAME_STRING, LOW_ADDRESS, HIGH_DATA4);
            shape(builder, 3, INLINED, true, NAME_STRING, LOW_ADDRESS, HIGH_DATA4, CALL_LINE_DATA1);
            builder.abbreviations.u8(0);
            var entries = new Bytes().u8(1).little(0, 4);
            entries.u8(2).text("outermost").little(DwarfBuilder.ADDRESS, 8).little(16, 4);
            for (int i = 1; i <= depth; i++) {
                entries.u8(3).text("f" + i).little(DwarfBuilder.ADDRESS, 8).little(16, 4).u8(i & 0x7f);
            }
            lines(builder);
            var frames = builder.unit(0, entries).read().frames(DwarfBuilder.at(8));
            assertTrue(frames.size() <= SourceMap.MAX_FRAMES, () -> depth + ": " + frames);
            assertEquals("outermost", frames.getFirst().function());
            assertEquals(Kind.LINE, frames.getLast().kind());
            assertEquals("f" + depth, frames.getLast().function());
            assertEquals(77, frames.getLast().line());
        }
    }

    /** All code comes from line 77 of file.c. */
    private static void lines(DwarfBuilder builder) {
        var header = new Bytes().u8(1, 1, 1, 0, 1, 10).u8(0, 1, 1, 1, 1, 0, 0, 0, 1).u8(0).text("file.c").u8(0, 0, 0).u8(0);
        var program = new Bytes().little(4, 2).little(header.size(), 4).all(header);
        program.u8(0, 9, 2).little(DwarfBuilder.ADDRESS, 8).u8(3).u8(0xcc, 0).u8(1);
        program.u8(2).uleb(256).u8(0, 1, 1);
        builder.lines.little(program.size(), 4).all(program);
    }
}
