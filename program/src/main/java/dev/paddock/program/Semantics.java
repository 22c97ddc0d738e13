package dev.paddock.program;

/**
 * What instructions compute, once: the interpreter calls these, compiled bytecode invokes them, tests and the linker's
 * constant folder use them.
 *
 * <p>Values are registers, 64 bits. The results of 32-bit operations are sign-extended. A latest32 register is kept as
 * a sign-extended 32-bit value; then every method here is right for it too, except those whose name ends in
 * {@code Full}: they look at all bits of a register and have a sibling in {@code Half} for latest32. No operation ever
 * fails.
 */
public final class Semantics {
    private Semantics() {}

    // Arithmetic

    public static long add32(long a, long b) {
        return (int) (a + b);
    }

    public static long sub32(long a, long b) {
        return (int) (a - b);
    }

    public static long mul32(long a, long b) {
        return (int) (a * b);
    }

    /** The high 64 bits of the signed product. */
    public static long mulUpperSignedSignedFull(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /** The high 64 bits of the unsigned product. */
    public static long mulUpperUnsignedUnsignedFull(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b);
    }

    /** The high 64 bits of the product of a signed and an unsigned value. */
    public static long mulUpperSignedUnsignedFull(long a, long b) {
        // As signed, b counts 2^64 too little where its top bit is set: a is missing from the upper half then.
        return Math.multiplyHigh(a, b) + (a & b >> 63);
    }

    /** The high 32 bits of the signed 64-bit product. */
    public static long mulUpperSignedSignedHalf(long a, long b) {
        return (long) (int) a * (int) b >> 32;
    }

    /** The high 32 bits of the unsigned 64-bit product. */
    public static long mulUpperUnsignedUnsignedHalf(long a, long b) {
        return (a & 0xffffffffL) * (b & 0xffffffffL) >> 32;
    }

    /** The high 32 bits of the 64-bit product of a signed and an unsigned value. */
    public static long mulUpperSignedUnsignedHalf(long a, long b) {
        return (int) a * (b & 0xffffffffL) >> 32;
    }

    // Division. By zero the quotient is all ones and the remainder the dividend; the one overflow wraps.

    public static long divUnsigned32(long a, long b) {
        return (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
    }

    public static long divSigned32(long a, long b) {
        return (int) b == 0 ? -1 : (int) a / (int) b;
    }

    public static long remUnsigned32(long a, long b) {
        return (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
    }

    public static long remSigned32(long a, long b) {
        return (int) b == 0 ? (int) a : (int) a % (int) b;
    }

    public static long divUnsigned64(long a, long b) {
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    public static long divSigned64(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    public static long remUnsigned64(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    public static long remSigned64(long a, long b) {
        return b == 0 ? a : a % b;
    }

    // Shifts and rotations: the amount counts modulo the width.

    public static long shiftLogicalLeft32(long value, long amount) {
        return (int) value << (int) amount;
    }

    public static long shiftLogicalRight32(long value, long amount) {
        return (int) value >>> (int) amount;
    }

    public static long shiftArithmeticRight32(long value, long amount) {
        return (int) value >> (int) amount;
    }

    public static long shiftLogicalLeft64(long value, long amount) {
        return value << amount;
    }

    public static long shiftLogicalRight64(long value, long amount) {
        return value >>> amount;
    }

    public static long shiftArithmeticRight64(long value, long amount) {
        return value >> amount;
    }

    public static long rotateLeft32(long value, long amount) {
        return Integer.rotateLeft((int) value, (int) amount);
    }

    public static long rotateRight32(long value, long amount) {
        return Integer.rotateRight((int) value, (int) amount);
    }

    public static long rotateLeft64(long value, long amount) {
        return Long.rotateLeft(value, (int) amount);
    }

    public static long rotateRight64(long value, long amount) {
        return Long.rotateRight(value, (int) amount);
    }

    // Bits

    public static long countSetBits32(long value) {
        return Integer.bitCount((int) value);
    }

    public static long countSetBits64(long value) {
        return Long.bitCount(value);
    }

    public static long countLeadingZeroBits32(long value) {
        return Integer.numberOfLeadingZeros((int) value);
    }

    public static long countLeadingZeroBits64(long value) {
        return Long.numberOfLeadingZeros(value);
    }

    public static long countTrailingZeroBits32(long value) {
        return Integer.numberOfTrailingZeros((int) value);
    }

    public static long countTrailingZeroBits64(long value) {
        return Long.numberOfTrailingZeros(value);
    }

    public static long signExtend8(long value) {
        return (byte) value;
    }

    public static long signExtend16(long value) {
        return (short) value;
    }

    public static long zeroExtend16(long value) {
        return value & 0xffff;
    }

    public static long reverseByteFull(long value) {
        return Long.reverseBytes(value);
    }

    public static long reverseByteHalf(long value) {
        return Integer.reverseBytes((int) value);
    }

    public static long andInverted(long a, long b) {
        return a & ~b;
    }

    public static long orInverted(long a, long b) {
        return a | ~b;
    }

    public static long xnor(long a, long b) {
        return ~(a ^ b);
    }

    // Comparisons

    public static long setLessThanUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? 1 : 0;
    }

    public static long setLessThanSigned(long a, long b) {
        return a < b ? 1 : 0;
    }

    public static long maximum(long a, long b) {
        return Math.max(a, b);
    }

    public static long maximumUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    public static long minimum(long a, long b) {
        return Math.min(a, b);
    }

    public static long minimumUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    /** {@code replacement} where {@code condition} is 0, else {@code old}. */
    public static long moveIfZero(long condition, long replacement, long old) {
        return condition == 0 ? replacement : old;
    }

    /** {@code replacement} where {@code condition} is not 0, else {@code old}. */
    public static long moveIfNotZero(long condition, long replacement, long old) {
        return condition != 0 ? replacement : old;
    }

    // Addresses

    /** Address of a load, store or dynamic jump: the low 32 bits, zero-extended. */
    public static long address(long base, long offset) {
        return base + offset & 0xffffffffL;
    }
}
