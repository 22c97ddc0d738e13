package dev.paddock.program.internal.text;

/**
 * A word, number or sign of a line.
 *
 * @param text as written; of a hole, what stands between the braces
 * @param value of a number its magnitude, unsigned; of a register its index
 * @param negative whether a minus stands before the number
 */
record Token(Kind kind, String text, long value, boolean negative) {
    enum Kind {
        /** Anything that stands for itself. */
        FIXED,
        REGISTER,
        NUMBER,
        /** {@code @name}. */
        LABEL,
        /** {@code {r1}}, in templates only. */
        HOLE
    }

    static Token fixed(String text) {
        return new Token(Kind.FIXED, text, 0, false);
    }

    boolean is(String fixed) {
        return kind == Kind.FIXED && text.equals(fixed);
    }

    private boolean isDecimal() {
        return !text.startsWith("0x") && !text.startsWith("0b");
    }

    /** Whether the number can be an immediate: in the range of i32 or u32, or hex that sign-extends from 32 bits. */
    boolean fits32() {
        if (negative) {
            return value >= 0 && value <= 1L << 31;
        }
        return value >>> 32 == 0 || !isDecimal() && value == (int) value;
    }

    /** Whether the number is one of 64 bits, signed or unsigned. */
    boolean fits64() {
        return !negative || Long.compareUnsigned(value, 1L << 63) <= 0;
    }

    /** The number as a sign-extended 32-bit immediate. */
    int as32() {
        return (int) as64();
    }

    long as64() {
        return negative ? -value : value;
    }
}
