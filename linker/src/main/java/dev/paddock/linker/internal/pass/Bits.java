package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.UnaryOp;
import dev.paddock.linker.internal.ir.Width;

/**
 * What is known of the bits of a value. Registers of 32 bits count as their sign-extension to 64.
 *
 * @param zeros bits that are 0
 * @param ones bits that are 1
 * @param sign how many of the topmost bits are all the same, at least 1
 */
record Bits(long zeros, long ones, int sign) {
    static final Bits UNKNOWN = new Bits(0, 0, 1);

    private static final int WORD_SIGN = 33;
    private static final Bits WORD = new Bits(0, 0, WORD_SIGN);
    private static final long UPPER = 0xffff_ffff_0000_0000L;

    /** The two ways of knowing the topmost bits say the same. */
    Bits {
        sign = Math.max(sign, Math.max(leading(zeros), leading(ones)));
        if (sign > 1) {
            long top = top(sign);
            if ((zeros & top) != 0) {
                zeros |= top;
            }
            if ((ones & top) != 0) {
                ones |= top;
            }
        }
    }

    private static int leading(long mask) {
        return Math.max(1, Long.numberOfLeadingZeros(~mask));
    }

    private static long top(int count) {
        return count >= Long.SIZE ? -1 : ~(-1L >>> count);
    }

    static Bits of(long constant) {
        return new Bits(~constant, constant, 1);
    }

    /** Values of so many bits, zero-extended. */
    static Bits ofLength(int bits) {
        return new Bits(bits >= Long.SIZE ? 0 : -1L << bits, 0, 1);
    }

    /** What a register of 32 bits is known to hold anyway. */
    static Bits unknown(boolean wide) {
        return wide ? UNKNOWN : WORD;
    }

    static Bits loaded(Width width) {
        return switch (width) {
            case U8, U16, U32 -> ofLength(8 * width.bytes());
            case I8, I16, I32 -> new Bits(0, 0, Long.SIZE - 8 * width.bytes() + 1);
            case U64 -> UNKNOWN;
        };
    }

    Bits meet(Bits other) {
        return new Bits(zeros & other.zeros, ones & other.ones, Math.min(sign, other.sign));
    }

    boolean isConstant() {
        return (zeros | ones) == -1;
    }

    /** The smallest and the largest value there can be, without sign. */
    long least() {
        return ones;
    }

    long most() {
        return ~zeros;
    }

    /** The smallest and the largest value there can be, with sign. */
    long leastSigned() {
        long bySign = -1L << Long.SIZE - sign;
        return zeros < 0 ? least() : ones < 0 ? Math.max(ones, bySign) : bySign;
    }

    long mostSigned() {
        return zeros < 0 ? most() : ones < 0 ? ~zeros : (1L << Long.SIZE - sign) - 1;
    }

    boolean isNotNegative() {
        return zeros < 0;
    }

    /** Whether it is the sign-extension of its lower half. */
    boolean isWord() {
        return sign >= WORD_SIGN;
    }

    private int leadingZeros() {
        return Long.numberOfLeadingZeros(~zeros);
    }

    private int trailingZeros() {
        return Long.numberOfTrailingZeros(~zeros);
    }

    /** Its low bits, the topmost of which fills the others. */
    Bits signExtended(int bits) {
        if (sign > Long.SIZE - bits) {
            return this;
        }
        int up = Long.SIZE - bits;
        return new Bits(zeros << up >> up, ones << up >> up, up + 1);
    }

    Bits zeroExtended(int bits) {
        long mask = -1L >>> Long.SIZE - bits;
        return new Bits(zeros | ~mask, ones & mask, 1);
    }

    static Bits unary(UnaryOp op, boolean wide, Bits a) {
        return switch (op) {
            case COUNT_SET_BITS_64, COUNT_LEADING_ZERO_BITS_64, COUNT_TRAILING_ZERO_BITS_64 -> ofLength(7);
            case COUNT_SET_BITS_32, COUNT_LEADING_ZERO_BITS_32, COUNT_TRAILING_ZERO_BITS_32 -> ofLength(6);
            case SIGN_EXTEND_8 -> a.signExtended(8);
            case SIGN_EXTEND_16 -> a.signExtended(16);
            case ZERO_EXTEND_16 -> a.zeroExtended(16);
            case REVERSE_BYTE -> wide ? new Bits(Long.reverseBytes(a.zeros), Long.reverseBytes(a.ones), 1) : WORD;
        };
    }

    static Bits binary(BinaryOp op, boolean wide, Bits a, Bits b) {
        if (a.isConstant() && b.isConstant()) {
            return of(op.evaluate(wide, a.ones, b.ones));
        }
        return switch (op) {
            case AND -> new Bits(a.zeros | b.zeros, a.ones & b.ones, Math.min(a.sign, b.sign));
            case OR -> new Bits(a.zeros & b.zeros, a.ones | b.ones, Math.min(a.sign, b.sign));
            case XOR -> xor(a, b);
            case XNOR -> xor(a, b.inverted());
            case AND_INVERTED -> binary(BinaryOp.AND, wide, a, b.inverted());
            case OR_INVERTED -> binary(BinaryOp.OR, wide, a, b.inverted());
            case ADD_64 -> sum(a, b);
            case SUB_64 -> difference(a, b);
            case MUL_64 -> product(a, b);
            case ADD_32 -> sum(a, b).signExtended(32);
            case SUB_32 -> difference(a, b).signExtended(32);
            case MUL_32 -> product(a, b).signExtended(32);
            case SHIFT_LOGICAL_LEFT_64, SHIFT_LOGICAL_RIGHT_64, SHIFT_ARITHMETIC_RIGHT_64, SHIFT_LOGICAL_LEFT_32,
                    SHIFT_LOGICAL_RIGHT_32, SHIFT_ARITHMETIC_RIGHT_32 ->
                shift(op, a, b);
            case ROTATE_LEFT_64, ROTATE_RIGHT_64, MUL_UPPER_SIGNED_SIGNED, MUL_UPPER_UNSIGNED_UNSIGNED,
                    MUL_UPPER_SIGNED_UNSIGNED, DIV_SIGNED_64, REM_SIGNED_64 ->
                unknown(wide);
            case ROTATE_LEFT_32, ROTATE_RIGHT_32, DIV_UNSIGNED_32, DIV_SIGNED_32, REM_UNSIGNED_32, REM_SIGNED_32 -> WORD;
            // Division by zero gives all ones.
            case DIV_UNSIGNED_64 -> b.least() != 0 ? ofLength(Long.SIZE - a.leadingZeros()) : UNKNOWN;
            case REM_UNSIGNED_64 -> ofLength(Long.SIZE - Math.max(a.leadingZeros(), b.least() != 0 ? b.leadingZeros() : 0));
            case SET_LESS_THAN_UNSIGNED, SET_LESS_THAN_SIGNED -> ofLength(1);
            case MINIMUM, MAXIMUM -> a.meet(b);
            case MINIMUM_UNSIGNED, MAXIMUM_UNSIGNED -> a.meet(b);
        };
    }

    private Bits inverted() {
        return new Bits(ones, zeros, sign);
    }

    private static Bits xor(Bits a, Bits b) {
        return new Bits(a.zeros & b.zeros | a.ones & b.ones, a.zeros & b.ones | a.ones & b.zeros, Math.min(a.sign, b.sign));
    }

    private static Bits sum(Bits a, Bits b) {
        int low = Math.min(a.trailingZeros(), b.trailingZeros());
        int high = Math.min(a.leadingZeros(), b.leadingZeros()) - 1;
        return new Bits(ends(low, high), 0, Math.max(1, Math.min(a.sign, b.sign) - 1));
    }

    private static Bits difference(Bits a, Bits b) {
        int low = Math.min(a.trailingZeros(), b.trailingZeros());
        return new Bits(ends(low, 0), 0, Math.max(1, Math.min(a.sign, b.sign) - 1));
    }

    private static Bits product(Bits a, Bits b) {
        int low = Math.min(Long.SIZE, a.trailingZeros() + b.trailingZeros());
        int high = a.leadingZeros() + b.leadingZeros() - Long.SIZE;
        return new Bits(ends(low, high), 0, Math.max(1, a.sign + b.sign - Long.SIZE - 1));
    }

    /** So many of the lowest bits, and so many of the highest. */
    private static long ends(int low, int high) {
        return (low >= Long.SIZE ? -1 : (1L << low) - 1) | (high <= 0 ? 0 : top(high));
    }

    private static Bits shift(BinaryOp op, Bits a, Bits amount) {
        boolean known = amount.isConstant();
        int by = (int) amount.ones & 63;
        int by32 = by & 31;
        return switch (op) {
            case SHIFT_LOGICAL_LEFT_64 -> known
                    ? new Bits(a.zeros << by | (1L << by) - 1, a.ones << by, Math.max(1, a.sign - by))
                    : new Bits(ends(a.trailingZeros(), 0), 0, 1);
            case SHIFT_LOGICAL_RIGHT_64 -> known
                    ? new Bits(a.zeros >>> by | ~(-1L >>> by), a.ones >>> by, by == 0 ? a.sign : 1)
                    : new Bits(ends(0, a.leadingZeros()), 0, 1);
            case SHIFT_ARITHMETIC_RIGHT_64 -> known
                    ? new Bits(a.zeros >> by, a.ones >> by, Math.min(Long.SIZE, a.sign + by))
                    : new Bits(ends(0, a.leadingZeros()), 0, a.sign);
            case SHIFT_LOGICAL_LEFT_32 -> known
                    ? new Bits(a.zeros << by32 | (1L << by32) - 1, a.ones << by32, Math.max(1, a.sign - by32))
                            .signExtended(32)
                    : WORD;
            case SHIFT_LOGICAL_RIGHT_32 -> {
                var low = a.zeroExtended(32);
                yield known
                        ? new Bits(low.zeros >>> by32 | UPPER, low.ones >>> by32, 1).signExtended(32)
                        : new Bits(ends(0, low.leadingZeros()), 0, 1).signExtended(32);
            }
            case SHIFT_ARITHMETIC_RIGHT_32 -> {
                var low = a.signExtended(32);
                yield known
                        ? new Bits(low.zeros >> by32, low.ones >> by32, Math.min(Long.SIZE, low.sign + by32))
                        : new Bits(ends(0, low.leadingZeros()), 0, low.sign);
            }
            default -> throw new IllegalArgumentException(op + " is no shift");
        };
    }
}
