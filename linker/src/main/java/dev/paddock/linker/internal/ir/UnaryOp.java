package dev.paddock.linker.internal.ir;

import dev.paddock.program.Opcode;
import dev.paddock.program.Semantics;

/** Operations of one operand. */
public enum UnaryOp {
    COUNT_SET_BITS_64(Opcode.COUNT_SET_BITS_64),
    COUNT_SET_BITS_32(Opcode.COUNT_SET_BITS_32),
    COUNT_LEADING_ZERO_BITS_64(Opcode.COUNT_LEADING_ZERO_BITS_64),
    COUNT_LEADING_ZERO_BITS_32(Opcode.COUNT_LEADING_ZERO_BITS_32),
    COUNT_TRAILING_ZERO_BITS_64(Opcode.COUNT_TRAILING_ZERO_BITS_64),
    COUNT_TRAILING_ZERO_BITS_32(Opcode.COUNT_TRAILING_ZERO_BITS_32),
    SIGN_EXTEND_8(Opcode.SIGN_EXTEND_8),
    SIGN_EXTEND_16(Opcode.SIGN_EXTEND_16),
    ZERO_EXTEND_16(Opcode.ZERO_EXTEND_16),
    REVERSE_BYTE(Opcode.REVERSE_BYTE);

    private final Opcode opcode;

    UnaryOp(Opcode opcode) {
        this.opcode = opcode;
    }

    public Opcode opcode() {
        return opcode;
    }

    /**
     * The result for a constant.
     *
     * @param wide whether registers have 64 bits; else values are sign-extended from 32
     */
    public long evaluate(boolean wide, long a) {
        return switch (this) {
            case COUNT_SET_BITS_64 -> Semantics.countSetBits64(a);
            case COUNT_SET_BITS_32 -> Semantics.countSetBits32(a);
            case COUNT_LEADING_ZERO_BITS_64 -> Semantics.countLeadingZeroBits64(a);
            case COUNT_LEADING_ZERO_BITS_32 -> Semantics.countLeadingZeroBits32(a);
            case COUNT_TRAILING_ZERO_BITS_64 -> Semantics.countTrailingZeroBits64(a);
            case COUNT_TRAILING_ZERO_BITS_32 -> Semantics.countTrailingZeroBits32(a);
            case SIGN_EXTEND_8 -> Semantics.signExtend8(a);
            case SIGN_EXTEND_16 -> Semantics.signExtend16(a);
            case ZERO_EXTEND_16 -> Semantics.zeroExtend16(a);
            case REVERSE_BYTE -> wide ? Semantics.reverseByteFull(a) : Semantics.reverseByteHalf(a);
        };
    }
}
