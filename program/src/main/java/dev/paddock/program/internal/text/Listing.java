package dev.paddock.program.internal.text;

import dev.paddock.program.Symbol;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the disassembler's own layout back: label lines with what is known of their block, and the offsets and raw bytes
 * before instructions, which are dropped.
 */
final class Listing {
    /** Regular expressions, which text written by hand never needs and which take a millisecond to set up. */
    private static final class Expressions {
        private static final Pattern LABEL = Pattern.compile(":\\s+@(\\d{1,9})(?=\\s|$)");
        private static final Pattern ATTRIBUTE = Pattern.compile(
                "\\s*(?:\\[@dyn (?<dyn>\\d{1,9})]|\\[export #(?<number>\\d{1,9}): (?:'(?<text>.*?)'|(?<hex>0x[0-9a-f]*))]"
                        + "|\\(gas: \\d+\\))");

        /** Pairs of hex digits, the last of which is no register that is assigned to. */
        private static final Pattern RAW_BYTES =
                Pattern.compile("(?:[0-9a-f]{2} )+(?!=) *|(?:[0-9a-f]{2} )+(?=[0-9a-f]{2} =)");
    }

    private static final int MOST_DIGITS = 10;

    private Listing() {}

    static boolean isLabel(String line) {
        return line.startsWith(":");
    }

    /** The name of a function, from the debug information, stands on a line of its own. */
    static boolean isFunctionName(String line) {
        return line.startsWith("<") && line.endsWith(">:");
    }

    static void readLabel(String line, int number, Draft draft) {
        var label = Expressions.LABEL.matcher(line);
        int from = 1;
        if (label.lookingAt()) {
            draft.label(label.group(1), true, number);
            from = label.end();
        }
        var attribute = Expressions.ATTRIBUTE.matcher(line);
        while (from < line.length()) {
            if (!attribute.region(from, line.length()).lookingAt()) {
                throw new UnexpectedText("expected `: @N [@dyn K] [export #i: 'name'] (gas: C)`");
            }
            apply(attribute, number, draft);
            from = attribute.end();
        }
    }

    private static void apply(Matcher attribute, int line, Draft draft) {
        if (attribute.group("dyn") != null) {
            draft.jumpTableEntry(Long.parseLong(attribute.group("dyn")), line);
        } else if (attribute.group("number") != null) {
            var text = attribute.group("text");
            var symbol = text != null ? Symbol.of(text) : Names.parse(attribute.group("hex"));
            draft.export(Integer.parseInt(attribute.group("number")), symbol, line);
        }
    }

    static boolean isInstruction(String line) {
        return endOfOffset(line) > 0;
    }

    /** Where the text behind {@code 123: } begins; 0 if the line does not begin so. */
    private static int endOfOffset(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        if (at == 0 || at > MOST_DIGITS || !line.startsWith(": ", at)) {
            return 0;
        }
        at++;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** The text of an instruction line. */
    static String withoutOffset(String line) {
        var text = line.substring(endOfOffset(line));
        var raw = Expressions.RAW_BYTES.matcher(text);
        return raw.lookingAt() ? text.substring(raw.end()) : text;
    }
}
