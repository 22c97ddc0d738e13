package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.DebugInfo.Frame;
import dev.paddock.program.DebugInfo.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the frames of a container mean: functions, innermost first, each with the place where it is. */
class SourceFrameTest {
    private static final Path WHERE = Path.of("..", "tests", "src", "test", "resources", "debug", "where.polkavm");

    private static Frame frame(Kind kind, String function, int line) {
        return new Frame(kind, "ns", function, "f.c", line, 3);
    }

    private static List<String> stack(Frame... frames) {
        return SourceFrame.of(List.of(frames)).stream().map(SourceFrame::toString).toList();
    }

    @Test
    void aCallIsAPlaceInTheCallerAndTheLineOneInTheInnermost() {
        assertEquals(
                List.of("ns::g (f.c:4:3)", "ns::f (f.c:12:3)"),
                stack(
                        frame(Kind.ENTER, "f", 10),
                        frame(Kind.CALL, "g", 12),
                        frame(Kind.ENTER, "g", 2),
                        frame(Kind.LINE, "g", 4)));
    }

    @Test
    void whereAFunctionIsDeclaredIsNotWhereItStopped() {
        assertEquals(List.of("ns::f (f.c)"), stack(frame(Kind.ENTER, "f", 10)));
        assertEquals(
                List.of("ns::g (f.c)", "ns::f (f.c:12:3)"),
                stack(frame(Kind.ENTER, "f", 10), frame(Kind.CALL, "g", 12), frame(Kind.ENTER, "g", 2)));
    }

    @Test
    void callsAloneWillDo() {
        assertEquals(
                List.of("ns::h (f.c:20:3)", "ns::g (f.c:4:3)", "ns::f (f.c:12:3)"),
                stack(
                        frame(Kind.ENTER, "f", 10),
                        frame(Kind.CALL, "g", 12),
                        frame(Kind.CALL, "h", 4),
                        frame(Kind.LINE, "h", 20)));
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        assertEquals("?", new SourceFrame("", "", 0, 0).toString());
        assertEquals("f", new SourceFrame("f", "", 7, 7).toString());
        assertEquals("f (a.c)", new SourceFrame("f", "a.c", 0, 7).toString());
        assertEquals("f (a.c:7)", new SourceFrame("f", "a.c", 7, 0).toString());
    }

    @Test
    void terminalsGetNoCommandsFromPrograms() {
        assertEquals("f?[2J (a?.c:1)", new SourceFrame("f\u001b[2J", "a\n.c", 1, 0).toString());
    }

    @Test
    void walkingTellsWhatAskingForEachPositionTells() throws IOException {
        for (var program : List.of(
                Program.parse(Files.readAllBytes(WHERE)), Program.parse(SamplerBlobs.of(Isa.LATEST64)))) {
            var walk = program.debugInfo().new Walk();
            for (int pc = 0; pc < program.code().length() + 10; pc++) {
                assertEquals(program.debugInfo().stack(pc), walk.stack(pc), "pc " + pc);
            }
        }
    }

    @Test
    void disassemblyTellsWhereTheLineChanges() throws IOException {
        var program = Program.parse(Files.readAllBytes(WHERE));
        var plain = Disassembler.print(program, Disassembler.Options.PLAIN);
        assertFalse(plain.contains("where.c"), plain);
        var text = Disassembler.print(
                program, Disassembler.Options.PLAIN.withSource((path, line) -> Optional.of(path + " line " + line)));
        assertTrue(
                text.contains(
                        """
                        // check (where.c:8:9) in element (where.c:13:5) in square (where.c:21:12)
                              //     where.c line 8
                            22: trap
                        """),
                text);
        assertEquals(1, text.split("where.c line 26\n", -1).length - 1, text);
        // Comments, so that it can be assembled again.
        var options = Disassembler.Options.PLAIN.asReassemblable().withSource(Disassembler.SourceText.none());
        var again = Program.parse(Assembler.assemble(Disassembler.print(program, options), program.isa()));
        assertEquals(program.code().length(), again.code().length());
    }
}
