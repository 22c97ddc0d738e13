package dev.paddock.program.internal.text;

/**
 * A place in a template that an operand takes, written {@code {field}} or {@code {field:format}}.
 *
 * <p>Formats, of immediates only: none is hex, or 0; {@code dec-i32} and {@code dec-u32} decimal; {@code hex64} hex of a
 * constant of 64 bits; {@code off} a sign and a decimal, or nothing for 0; {@code neg} (read only) the negative.
 */
record Hole(Field field, Format format) {
    enum Field {
        R1,
        R2,
        R3,
        IMM1,
        IMM2,
        TARGET
    }

    enum Format {
        HEX,
        DECIMAL,
        UNSIGNED_DECIMAL,
        HEX_64,
        OFFSET,
        NEGATED
    }

    static Hole parse(String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        return new Hole(field(name), colon < 0 ? Format.HEX : format(text.substring(colon + 1)));
    }

    private static Field field(String name) {
        return switch (name) {
            case "r1" -> Field.R1;
            case "r2" -> Field.R2;
            case "r3" -> Field.R3;
            case "imm", "imm1" -> Field.IMM1;
            case "imm2" -> Field.IMM2;
            case "target" -> Field.TARGET;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Format format(String name) {
        return switch (name) {
            case "dec-i32" -> Format.DECIMAL;
            case "dec-u32" -> Format.UNSIGNED_DECIMAL;
            case "hex64" -> Format.HEX_64;
            case "off" -> Format.OFFSET;
            case "neg" -> Format.NEGATED;
            default -> throw new IllegalArgumentException(name);
        };
    }

    boolean isRegister() {
        return switch (field) {
            case R1, R2, R3 -> true;
            case IMM1, IMM2, TARGET -> false;
        };
    }
}
