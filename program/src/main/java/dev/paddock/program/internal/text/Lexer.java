package dev.paddock.program.internal.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts a line, or a template of one, into tokens. */
final class Lexer {
    private static final List<String> REGISTERS =
            List.of("ra", "sp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5");

    /** Signs, longest first; a letter at the end counts only if no letter or digit follows. */
    private static final List<String> SIGNS = List.of(
            ">>a", ">>r", "<<r", "<=u", "<=s", ">=u", ">=s", ">>", "<<", "==", "!=", "<u", "<s", ">u", ">s", "/u", "/s", "%u",
            "%s", "..", "+", "-", "*", "&", "|", "^", "~", "=", "(", ")", "[", "]", ",");

    private final String line;
    private final boolean isTemplate;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String line, boolean isTemplate) {
        this.line = line;
        this.isTemplate = isTemplate;
    }

    /**
     * The tokens of a line.
     *
     * @throws UnexpectedText if something is none
     */
    static List<Token> tokens(String line) {
        return new Lexer(line, false).all();
    }

    /** The tokens of a template, holes among them. */
    static List<Token> template(String template) {
        return new Lexer(template, true).all();
    }

    private List<Token> all() {
        while (skipBlanks()) {
            tokens.add(next());
        }
        return tokens;
    }

    private boolean skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private Token next() {
        char c = line.charAt(at);
        if (isDigit(c)) {
            return number(false);
        }
        if (c == '-' && at + 1 < line.length() && isDigit(line.charAt(at + 1)) && !afterOperand()) {
            at++;
            return number(true);
        }
        if (c == '@') {
            at++;
            return new Token(Token.Kind.LABEL, label(), 0, false);
        }
        if (isTemplate && c == '{') {
            int start = at + 1;
            at = line.indexOf('}', at) + 1;
            return new Token(Token.Kind.HOLE, line.substring(start, at - 1), 0, false);
        }
        return isWord(c) ? word() : sign();
    }

    /** Whether a minus here would subtract rather than negate. */
    private boolean afterOperand() {
        if (tokens.isEmpty()) {
            return false;
        }
        var last = tokens.getLast();
        return switch (last.kind()) {
            case REGISTER, NUMBER, LABEL, HOLE -> true;
            case FIXED -> last.text().equals(")") || last.text().equals("]") || last.text().equals("tmp");
        };
    }

    private Token number(boolean negative) {
        int start = at;
        while (at < line.length() && isWord(line.charAt(at))) {
            at++;
        }
        var text = line.substring(start, at);
        try {
            return new Token(Token.Kind.NUMBER, text, magnitude(text), negative);
        } catch (NumberFormatException e) {
            throw new UnexpectedText("expected a number of at most 64 bits, in decimal, 0x.. or 0b.., instead of " + text);
        }
    }

    private static long magnitude(String text) {
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0b") ? 2 : 10;
        var digits = radix == 10 ? text : text.substring(2);
        if (digits.isEmpty()) {
            throw new NumberFormatException();
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c > 127 || Character.digit(c, radix) < 0) {
                throw new NumberFormatException();
            }
        }
        return Long.parseUnsignedLong(digits, radix);
    }

    private String label() {
        int start = at;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new UnexpectedText("expected a label's name after @");
        }
        return line.substring(start, at);
    }

    private Token word() {
        int start = at;
        while (at < line.length() && isWord(line.charAt(at))) {
            at++;
        }
        var text = line.substring(start, at);
        int register = register(text);
        return register < 0 ? Token.fixed(text) : new Token(Token.Kind.REGISTER, text, register, false);
    }

    static int register(String word) {
        if (word.length() == 2 || word.length() == 3) {
            int index = REGISTERS.indexOf(word);
            if (index >= 0) {
                return index;
            }
            if (word.charAt(0) == 'r') {
                for (int i = 0; i < REGISTERS.size(); i++) {
                    if (word.equals("r" + i)) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    static String registerName(int register) {
        return REGISTERS.get(register);
    }

    private Token sign() {
        for (var sign : SIGNS) {
            if (sign.charAt(0) != line.charAt(at)) {
                continue;
            }
            int end = at + sign.length();
            boolean lettered = Character.isLetter(sign.charAt(sign.length() - 1));
            if (line.startsWith(sign, at) && !(lettered && end < line.length() && isWord(line.charAt(end)))) {
                at = end;
                return Token.fixed(sign);
            }
        }
        throw new UnexpectedText("expected an instruction, which has no `" + Character.toString(line.codePointAt(at)) + "`");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWord(char c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
