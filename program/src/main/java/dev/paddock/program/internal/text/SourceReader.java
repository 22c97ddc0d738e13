package dev.paddock.program.internal.text;

import dev.paddock.program.AssemblyException;
import dev.paddock.program.Code;
import dev.paddock.program.CodeWriter;
import dev.paddock.program.Isa;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads assembly text line by line, then writes the program. */
public final class SourceReader {
    private static final String NO_FALLTHROUGH = "%no_fallthrough";

    private final List<String> lines;
    private final Directives directives = new Directives();
    private final Draft draft = new Draft();
    private final Isa isa;

    private SourceReader(String source, Isa defaultIsa) {
        this.lines = lines(source);
        // The instruction set decides what the other lines mean, and may be named after them.
        eachLine((line, number) -> {
            if (line.startsWith("%")) {
                directives.read(line);
            }
        });
        this.isa = directives.isa().orElse(defaultIsa);
    }

    /** The container that a source describes. */
    public static byte[] assemble(String source, Isa defaultIsa) {
        var reader = new SourceReader(source, defaultIsa);
        reader.eachLine(reader::read);
        reader.whole(reader.draft::resolve);
        return reader.write();
    }

    // No streams and no regular expressions: setting them up takes longer than reading a small program.
    private static List<String> lines(String source) {
        var lines = new ArrayList<String>();
        for (int from = 0; from < source.length(); ) {
            int end = from;
            while (end < source.length() && source.charAt(end) != '\n' && source.charAt(end) != '\r') {
                end++;
            }
            lines.add(source.substring(from, end).strip());
            from = source.startsWith("\r\n", end) ? end + 2 : end + 1;
        }
        return lines;
    }

    private interface LineAction {
        void accept(String line, int number);
    }

    private void eachLine(LineAction action) {
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            try {
                action.accept(lines.get(i), number);
            } catch (UnexpectedText e) {
                throw new AssemblyException(number, lines.get(i), e.problem());
            }
        }
    }

    private void whole(Runnable action) {
        try {
            action.run();
        } catch (UnexpectedText e) {
            int line = e.line();
            throw new AssemblyException(line, line == UnexpectedText.THIS_LINE ? "" : lines.get(line - 1), e.problem());
        }
    }

    private void read(String line, int number) {
        if (line.isEmpty() || line.startsWith("//") || line.startsWith("%") || Listing.isFunctionName(line)) {
            return;
        }
        if (Listing.isLabel(line)) {
            Listing.readLabel(line, number, draft);
            return;
        }
        boolean isListing = Listing.isInstruction(line);
        var text = withoutComment(isListing ? Listing.withoutOffset(line) : line);
        if (text.startsWith("@") || text.startsWith("pub ")) {
            label(text, number);
        } else {
            instruction(Lexer.tokens(text), isListing, number);
        }
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf(" //");
        return comment < 0 ? line : line.substring(0, comment).stripTrailing();
    }

    private void label(String line, int number) {
        boolean isExport = line.startsWith("pub ");
        var text = isExport ? line.substring("pub ".length()).stripLeading() : line;
        boolean fallthrough = !text.endsWith(NO_FALLTHROUGH);
        text = fallthrough ? text : text.substring(0, text.length() - NO_FALLTHROUGH.length()).stripTrailing();
        if (!text.startsWith("@") || !text.endsWith(":") || text.length() < "@n:".length() || hasBlanks(text)) {
            throw new UnexpectedText("expected a label: `@name:` or `pub @name:`, perhaps with " + NO_FALLTHROUGH);
        }
        var name = text.substring(1, text.length() - 1);
        draft.label(name, fallthrough, number);
        if (isExport) {
            draft.export(Symbol.of(name), number);
        }
    }

    private static boolean hasBlanks(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void instruction(List<Token> tokens, boolean isListing, int number) {
        if (Pattern.shape(tokens).equals("R = L ")) {
            draft.addressOf((int) tokens.getFirst().value(), tokens.getLast().text(), number);
        } else {
            draft.add(Patterns.read(isa, tokens, isListing), number);
        }
    }

    private byte[] write() {
        var writer = new ProgramWriter(isa);
        whole(() -> directives.writeTo(writer));
        try {
            var written = CodeWriter.write(isa, draft.instructions());
            writer.code(written.code(), written.bitmask());
            writer.jumpTable(jumpTable(written));
            for (var export : draft.exports()) {
                writer.export(written.positions()[export.instruction()], export.symbol());
            }
            return writer.write();
        } catch (IllegalArgumentException e) {
            throw new AssemblyException(0, "", String.valueOf(e.getMessage()));
        }
    }

    /** Positions of the entries; those that nothing was said about lead beyond the code, nowhere. */
    private int[] jumpTable(CodeWriter.Written written) {
        var entries = draft.jumpTable();
        var table = new int[entries.isEmpty() ? 0 : entries.lastKey() + 1];
        if (table.length > Code.MAX_JUMP_TABLE_LENGTH) {
            throw new IllegalArgumentException("The jump table has more than " + Code.MAX_JUMP_TABLE_LENGTH + " entries");
        }
        Arrays.fill(table, written.code().length);
        entries.forEach((index, instruction) -> table[index] = written.positions()[instruction]);
        return table;
    }
}
