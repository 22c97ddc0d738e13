package dev.paddock.program.internal.text;

import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Every way to write every instruction, by shape. */
final class Patterns {
    /** The prefix that 32-bit programs may leave out. */
    private static final String WIDTH = "i32 ";

    /** All templates by their {@link #fingerprint}. */
    private static final Map<Integer, List<Template>> TEMPLATES = templates();

    /** Patterns by shape, of the fingerprints that came up: to expand all templates takes longer than a short run. */
    private static final Map<Integer, Map<String, List<Way>>> EXPANDED = new ConcurrentHashMap<>();

    /** A way to write an instruction; {@code only32Bit} lacks the width, which 32-bit programs may leave out. */
    private record Template(Sugar sugar, boolean only32Bit) {}

    /** A pattern, and whether it lacks the width that only 32-bit programs may leave out. */
    private record Way(Pattern pattern, boolean only32Bit) {
        boolean isOf(Isa isa) {
            var opcode = pattern.opcode();
            return opcode == Opcode.INVALID || opcode.existsIn(isa) && !(only32Bit && isa.is64Bit());
        }
    }

    private Patterns() {}

    private static Map<Integer, List<Template>> templates() {
        var templates = new HashMap<Integer, List<Template>>();
        for (var opcode : Opcode.values()) {
            add(templates, new Sugar(opcode, opcode.text()));
        }
        for (var sugar : Sugar.ALL) {
            add(templates, sugar);
        }
        return templates;
    }

    private static void add(Map<Integer, List<Template>> templates, Sugar sugar) {
        add(templates, new Template(sugar, false));
        if (sugar.template().startsWith(WIDTH)) {
            add(templates, new Template(new Sugar(sugar.opcode(), sugar.template().substring(WIDTH.length())), true));
        }
    }

    private static void add(Map<Integer, List<Template>> templates, Template template) {
        templates.computeIfAbsent(fingerprint(template.sugar().template()), key -> new ArrayList<>()).add(template);
    }

    /**
     * A hash of what a template and all its shapes have in common: the signs and words, but for plus and minus (an offset
     * brings its own) and operands, registers and numbers that are part of the syntax among them.
     */
    static int fingerprint(String text) {
        int hash = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') {
                at = text.indexOf('}', at);
            } else if (Lexer.isWord(c)) {
                int start = at;
                while (at + 1 < text.length() && Lexer.isWord(text.charAt(at + 1))) {
                    at++;
                }
                if (!isOperand(text, start, at + 1)) {
                    for (int i = start; i <= at; i++) {
                        hash = 31 * hash + text.charAt(i);
                    }
                }
            } else if (c != ' ' && c != '+' && c != '-') {
                hash = 31 * hash + c;
            }
        }
        return hash;
    }

    /** Of a template: a number (or 0x in front of one), or a register; of a shape: R, N, L. */
    private static boolean isOperand(String text, int start, int end) {
        char first = text.charAt(start);
        return switch (end - start) {
            case 1 -> first >= '0' && first <= '9' || first == 'R' || first == 'N' || first == 'L';
            case 2, 3 -> first >= '0' && first <= '9' || Lexer.register(text.substring(start, end)) >= 0;
            default -> first >= '0' && first <= '9';
        };
    }

    private static Map<String, List<Way>> expand(int fingerprint) {
        var byShape = new HashMap<String, List<Way>>();
        for (var template : TEMPLATES.getOrDefault(fingerprint, List.of())) {
            add(byShape, template.sugar(), template.only32Bit());
        }
        return byShape;
    }

    private static void add(Map<String, List<Way>> byShape, Sugar sugar, boolean only32Bit) {
        for (var pattern : Pattern.expand(sugar.opcode(), sugar.template().replace("0x{", "{"))) {
            var same = byShape.computeIfAbsent(pattern.shape(), shape -> new ArrayList<>());
            // Both constants are written alike; the wide one is for what does not fit the other.
            same.add(sugar.opcode() == Opcode.LOAD_IMM64 ? same.size() : 0, new Way(pattern, only32Bit));
        }
    }

    /**
     * The instruction that a line says.
     *
     * @throws UnexpectedText if it says none
     */
    static Pattern.Statement read(Isa isa, List<Token> line, boolean isListing) {
        var shape = Pattern.shape(line);
        var fingerprint = fingerprint(shape);
        // What no template has is not kept: there is no end to it.
        var all = TEMPLATES.containsKey(fingerprint)
                ? EXPANDED.computeIfAbsent(fingerprint, Patterns::expand).getOrDefault(shape, List.of())
                : List.<Way>of();
        UnexpectedText problem = null;
        for (var way : all) {
            if (way.isOf(isa)) {
                try {
                    return way.pattern().read(line, isListing);
                } catch (UnexpectedText e) {
                    problem = e;
                }
            }
        }
        throw problem == null ? unknown(isa, all) : problem;
    }

    private static UnexpectedText unknown(Isa isa, List<Way> ofOthers) {
        if (ofOthers.isEmpty()) {
            return new UnexpectedText("expected an instruction, a label or a directive");
        }
        var opcode = ofOthers.getFirst().pattern().opcode();
        var others = Stream.of(Isa.values()).filter(opcode::existsIn).map(Isa::label).toList();
        return new UnexpectedText("expected an instruction of " + isa + "; " + opcode.mnemonic() + " is one of "
                + String.join(", ", others));
    }
}
