package dev.paddock.program.internal.text;

import dev.paddock.program.Symbol;
import java.util.HexFormat;

/** Names of imports and exports as text: what is no printable text stands as 0x and hex. */
public final class Names {
    private Names() {}

    /** Text of a program for people's terminals: without what those would take for commands. */
    public static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(Character.isISOControl(c) ? '?' : (char) c));
        return out.toString();
    }

    /** In quotes, or hex. */
    static String quoted(Symbol symbol) {
        return isPlain(symbol) ? "'" + symbol + "'" : hex(symbol);
    }

    /** As it is, or hex; {@link #parse} reads both. */
    static String plain(Symbol symbol) {
        var text = symbol.toString();
        return isPlain(symbol) && !text.isEmpty() && text.equals(text.strip()) && !text.startsWith("0x") ? text : hex(symbol);
    }

    static Symbol parse(String text) {
        var digits = text.startsWith("0x") ? text.substring(2) : "";
        if (text.startsWith("0x") && digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit)) {
            return Symbol.of(HexFormat.of().parseHex(digits));
        }
        return Symbol.of(text);
    }

    private static boolean isPlain(Symbol symbol) {
        return symbol.isText() && symbol.toString().chars().noneMatch(Character::isISOControl)
                && !symbol.toString().contains("']");
    }

    private static String hex(Symbol symbol) {
        return "0x" + HexFormat.of().formatHex(symbol.bytes());
    }
}
