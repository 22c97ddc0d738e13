package dev.paddock.interpreter;

import dev.paddock.program.Semantics;

/** The operations that are too seldom, or too slow anyway, to take room in the run loop, by their operands. */
final class Arithmetic {
    private Arithmetic() {}

    static long unary(int operation, long s) {
        return switch (operation) {
            case Op.COUNT_SET_BITS_64 -> Semantics.countSetBits64(s);
            case Op.COUNT_SET_BITS_32 -> Semantics.countSetBits32(s);
            case Op.COUNT_LEADING_ZERO_BITS_64 -> Semantics.countLeadingZeroBits64(s);
            case Op.COUNT_LEADING_ZERO_BITS_32 -> Semantics.countLeadingZeroBits32(s);
            case Op.COUNT_TRAILING_ZERO_BITS_64 -> Semantics.countTrailingZeroBits64(s);
            case Op.COUNT_TRAILING_ZERO_BITS_32 -> Semantics.countTrailingZeroBits32(s);
            case Op.REVERSE_BYTE -> Semantics.reverseByteFull(s);
            case Op.REVERSE_BYTE_HALF -> Semantics.reverseByteHalf(s);
            default -> throw unknown(operation);
        };
    }

    static long immediate(int operation, long s, long immediate) {
        return switch (operation) {
            case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_32 -> Semantics.shiftLogicalLeft32(immediate, s);
            case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_32 -> Semantics.shiftLogicalRight32(immediate, s);
            case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32 -> Semantics.shiftArithmeticRight32(immediate, s);
            case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_64 -> Semantics.shiftLogicalLeft64(immediate, s);
            case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_64 -> Semantics.shiftLogicalRight64(immediate, s);
            case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64 -> Semantics.shiftArithmeticRight64(immediate, s);
            case Op.ROTATE_RIGHT_IMM_ALT_64 -> Semantics.rotateRight64(immediate, s);
            case Op.ROTATE_RIGHT_IMM_ALT_32 -> Semantics.rotateRight32(immediate, s);
            case Op.SET_GREATER_THAN_UNSIGNED_IMM -> Semantics.setLessThanUnsigned(immediate, s);
            case Op.SET_GREATER_THAN_SIGNED_IMM -> Semantics.setLessThanSigned(immediate, s);
            default -> throw unknown(operation);
        };
    }

    static long binary(int operation, long a, long b) {
        return switch (operation) {
            case Op.DIV_UNSIGNED_32 -> Semantics.divUnsigned32(a, b);
            case Op.DIV_SIGNED_32 -> Semantics.divSigned32(a, b);
            case Op.REM_UNSIGNED_32 -> Semantics.remUnsigned32(a, b);
            case Op.REM_SIGNED_32 -> Semantics.remSigned32(a, b);
            case Op.DIV_UNSIGNED_64 -> Semantics.divUnsigned64(a, b);
            case Op.DIV_SIGNED_64 -> Semantics.divSigned64(a, b);
            case Op.REM_UNSIGNED_64 -> Semantics.remUnsigned64(a, b);
            case Op.REM_SIGNED_64 -> Semantics.remSigned64(a, b);
            case Op.MUL_UPPER_SIGNED_SIGNED -> Semantics.mulUpperSignedSignedFull(a, b);
            case Op.MUL_UPPER_UNSIGNED_UNSIGNED -> Semantics.mulUpperUnsignedUnsignedFull(a, b);
            case Op.MUL_UPPER_SIGNED_UNSIGNED -> Semantics.mulUpperSignedUnsignedFull(a, b);
            case Op.MUL_UPPER_SIGNED_SIGNED_HALF -> Semantics.mulUpperSignedSignedHalf(a, b);
            case Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF -> Semantics.mulUpperUnsignedUnsignedHalf(a, b);
            case Op.MUL_UPPER_SIGNED_UNSIGNED_HALF -> Semantics.mulUpperSignedUnsignedHalf(a, b);
            case Op.ROTATE_LEFT_64 -> Semantics.rotateLeft64(a, b);
            case Op.ROTATE_LEFT_32 -> Semantics.rotateLeft32(a, b);
            case Op.ROTATE_RIGHT_64 -> Semantics.rotateRight64(a, b);
            case Op.ROTATE_RIGHT_32 -> Semantics.rotateRight32(a, b);
            case Op.AND_INVERTED -> Semantics.andInverted(a, b);
            case Op.OR_INVERTED -> Semantics.orInverted(a, b);
            case Op.XNOR -> Semantics.xnor(a, b);
            case Op.MAXIMUM -> Semantics.maximum(a, b);
            case Op.MAXIMUM_UNSIGNED -> Semantics.maximumUnsigned(a, b);
            case Op.MINIMUM -> Semantics.minimum(a, b);
            case Op.MINIMUM_UNSIGNED -> Semantics.minimumUnsigned(a, b);
            default -> throw unknown(operation);
        };
    }

    /** Stores of constants. */
    static void storeConstant(int operation, PagedMemory memory, int address, long value) {
        switch (operation) {
            case Op.STORE_IMM_INDIRECT_U8 -> memory.store8(address, value);
            case Op.STORE_IMM_INDIRECT_U16 -> memory.store16(address, value);
            case Op.STORE_IMM_INDIRECT_U32 -> memory.store32(address, value);
            case Op.STORE_IMM_INDIRECT_U64 -> memory.store64(address, value);
            default -> throw unknown(operation);
        }
    }

    static IllegalStateException unknown(int operation) {
        return new IllegalStateException("No such operation here: " + operation);
    }
}
