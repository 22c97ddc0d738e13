package dev.paddock.linker.internal.dwarf;

import java.util.ArrayList;
import java.util.List;

/** Reads the names that compilers make of paths: {@code _ZN4core3fmt5write17h0123456789abcdefE}. Others stay. */
final class Demangler {
    private static final int HASH_LENGTH = 17;

    private Demangler() {}

    /** A name in two parts; the namespace may be empty. */
    record Name(String namespace, String function) {}

    static Name demangle(String symbol) {
        var parts = parts(symbol);
        if (parts.isEmpty()) {
            return new Name("", symbol);
        }
        return new Name(String.join("::", parts.subList(0, parts.size() - 1)), parts.getLast());
    }

    /** The parts of the path, without the hash at its end; none if the name is not of this kind. */
    private static List<String> parts(String symbol) {
        var parts = new ArrayList<String>();
        if (!symbol.startsWith("_ZN") || !symbol.endsWith("E")) {
            return List.of();
        }
        int at = 3;
        while (at < symbol.length() - 1) {
            int length = 0;
            int digits = at;
            while (digits < symbol.length() && Character.isDigit(symbol.charAt(digits)) && length < symbol.length()) {
                length = 10 * length + Character.digit(symbol.charAt(digits++), 10);
            }
            if (length == 0 || digits + length > symbol.length() - 1) {
                return List.of();
            }
            parts.add(readable(symbol.substring(digits, digits + length)));
            at = digits + length;
        }
        if (parts.size() > 1 && parts.getLast().length() == HASH_LENGTH && parts.getLast().startsWith("h")) {
            parts.removeLast();
        }
        return parts;
    }

    private static String readable(String part) {
        return (part.startsWith("_$") ? part.substring(1) : part)
                .replace("$LT$", "<").replace("$GT$", ">").replace("$RF$", "&").replace("$BP$", "*")
                .replace("$C$", ",").replace("$LP$", "(").replace("$RP$", ")").replace("$u20$", " ")
                .replace("$u27$", "'").replace("$u7b$", "{").replace("$u7d$", "}").replace("..", "::");
    }
}
