package dev.paddock.program.internal.text;

import dev.paddock.program.Instruction;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to write an instruction, for the assembler: which signs and words in which order (its shape), and what the
 * operands between them are.
 *
 * @param operands one for each register, number or label of a line of this shape
 */
record Pattern(Opcode opcode, String shape, List<Operand> operands) {
    /** What an operand of a line is taken for. */
    sealed interface Operand {
        void read(OperandReading reading, Token token);

        record Taken(Hole hole) implements Operand {
            @Override
            public void read(OperandReading reading, Token token) {
                reading.take(hole, token);
            }
        }

        /** Part of the syntax, like the 0 that conditional moves compare with. */
        record Required(Token token) implements Operand {
            @Override
            public void read(OperandReading reading, Token found) {
                reading.require(token, found);
            }
        }
    }

    /** All ways that a template describes: an offset may be absent, added or subtracted; a target a label or a number. */
    static List<Pattern> expand(Opcode opcode, String template) {
        var patterns = new ArrayList<Pattern>();
        expand(opcode, Lexer.template(template), 0, new Builder("", List.of()), patterns);
        return patterns;
    }

    private record Builder(String shape, List<Operand> operands) {
        Builder fixed(String text) {
            return new Builder(shape + text + ' ', operands);
        }

        Builder operand(String kind, Operand operand) {
            var more = new ArrayList<>(operands);
            more.add(operand);
            return new Builder(shape + kind + ' ', more);
        }
    }

    private static void expand(Opcode opcode, List<Token> template, int from, Builder builder, List<Pattern> patterns) {
        if (from == template.size()) {
            patterns.add(new Pattern(opcode, builder.shape, List.copyOf(builder.operands)));
            return;
        }
        var token = template.get(from);
        for (var next : token.kind() == Token.Kind.HOLE ? hole(builder, token) : List.of(literal(builder, token))) {
            expand(opcode, template, from + 1, next, patterns);
        }
    }

    private static Builder literal(Builder builder, Token token) {
        return token.kind() == Token.Kind.FIXED
                ? builder.fixed(token.text())
                : builder.operand(kind(token), new Operand.Required(token));
    }

    private static List<Builder> hole(Builder builder, Token token) {
        var hole = Hole.parse(token.text());
        var taken = new Operand.Taken(hole);
        if (hole.isRegister()) {
            return List.of(builder.operand("R", taken));
        }
        if (hole.field() == Hole.Field.TARGET) {
            return List.of(builder.operand("L", taken), builder.operand("N", taken));
        }
        if (hole.format() == Hole.Format.OFFSET) {
            var negated = new Operand.Taken(new Hole(hole.field(), Hole.Format.NEGATED));
            return List.of(builder, builder.fixed("+").operand("N", taken), builder.fixed("-").operand("N", negated));
        }
        return List.of(builder.operand("N", taken));
    }

    /** The shape of a line: its signs and words, with R, N and L for registers, numbers and labels. */
    static String shape(List<Token> line) {
        var shape = new StringBuilder();
        for (var token : line) {
            shape.append(kind(token)).append(' ');
        }
        return shape.toString();
    }

    private static String kind(Token token) {
        return switch (token.kind()) {
            case FIXED -> token.text();
            case REGISTER -> "R";
            case NUMBER -> "N";
            case LABEL -> "L";
            case HOLE -> throw new IllegalArgumentException("A hole outside a template: " + token.text());
        };
    }

    /**
     * Takes the operands of a line of this shape.
     *
     * @param isListing whether positions can stand for labels, and immediates be wider than what is stored of them
     * @throws UnexpectedText if one cannot be what it would have to be
     */
    Statement read(List<Token> line, boolean isListing) {
        var reading = new OperandReading(opcode, isListing);
        int next = 0;
        for (var token : line) {
            if (token.kind() != Token.Kind.FIXED) {
                operands.get(next++).read(reading, token);
            }
        }
        return reading.statement();
    }

    /** A parsed instruction; if it leads to a label, that is still to be found, and its target is a position of no meaning. */
    record Statement(Instruction instruction, Optional<String> label) {}
}
