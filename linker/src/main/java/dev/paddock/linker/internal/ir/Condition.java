package dev.paddock.linker.internal.ir;

/** What branches compare. */
public enum Condition {
    EQUAL,
    NOT_EQUAL,
    LESS_UNSIGNED,
    LESS_SIGNED,
    GREATER_OR_EQUAL_UNSIGNED,
    GREATER_OR_EQUAL_SIGNED;

    /** Holds exactly when this one does not. */
    public Condition negated() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS_UNSIGNED -> GREATER_OR_EQUAL_UNSIGNED;
            case LESS_SIGNED -> GREATER_OR_EQUAL_SIGNED;
            case GREATER_OR_EQUAL_UNSIGNED -> LESS_UNSIGNED;
            case GREATER_OR_EQUAL_SIGNED -> LESS_SIGNED;
        };
    }

    public boolean holds(long a, long b) {
        return switch (this) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS_UNSIGNED -> Long.compareUnsigned(a, b) < 0;
            case LESS_SIGNED -> a < b;
            case GREATER_OR_EQUAL_UNSIGNED -> Long.compareUnsigned(a, b) >= 0;
            case GREATER_OR_EQUAL_SIGNED -> a >= b;
        };
    }
}
