package dev.paddock.codegen.x64.internal;

/** Hardware codes of the conditions, for jcc, setcc and cmovcc; flipping the lowest bit negates. */
final class Conditions {
    static final int BELOW = 2;
    static final int ABOVE_OR_EQUAL = 3;
    static final int EQUAL = 4;
    static final int NOT_EQUAL = 5;
    static final int BELOW_OR_EQUAL = 6;
    static final int ABOVE = 7;
    static final int LESS = 12;
    static final int GREATER_OR_EQUAL = 13;
    static final int LESS_OR_EQUAL = 14;
    static final int GREATER = 15;

    private Conditions() {}
}
