package dev.paddock.codegen.x64;

/** Conditions of jcc, setcc and cmovcc; the ordinal is the hardware's code. */
public enum Condition {
    OVERFLOW,
    NOT_OVERFLOW,
    BELOW,
    ABOVE_OR_EQUAL,
    EQUAL,
    NOT_EQUAL,
    BELOW_OR_EQUAL,
    ABOVE,
    SIGN,
    NOT_SIGN,
    PARITY,
    NOT_PARITY,
    LESS,
    GREATER_OR_EQUAL,
    LESS_OR_EQUAL,
    GREATER;

    private static final Condition[] ALL = values();

    /** The opposite: flipping the lowest bit of the code. */
    public Condition negate() {
        return ALL[ordinal() ^ 1];
    }
}
