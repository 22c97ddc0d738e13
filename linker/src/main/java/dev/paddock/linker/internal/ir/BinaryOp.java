package dev.paddock.linker.internal.ir;

import dev.paddock.program.Opcode;
import dev.paddock.program.Semantics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operations of two operands: the instruction for two registers, the one for a constant on the right, the one for a
 * constant on the left (for the comparisons: the one with its operands exchanged), where there is one.
 */
public enum BinaryOp {
    // spotless:off
    ADD_64(Opcode.ADD_64, Opcode.ADD_IMM_64, null, true),
    SUB_64(Opcode.SUB_64, null, Opcode.NEGATE_AND_ADD_IMM_64, false),
    ADD_32(Opcode.ADD_32, Opcode.ADD_IMM_32, null, true),
    SUB_32(Opcode.SUB_32, null, Opcode.NEGATE_AND_ADD_IMM_32, false),
    AND(Opcode.AND, Opcode.AND_IMM, null, true),
    OR(Opcode.OR, Opcode.OR_IMM, null, true),
    XOR(Opcode.XOR, Opcode.XOR_IMM, null, true),
    AND_INVERTED(Opcode.AND_INVERTED, null, null, false),
    OR_INVERTED(Opcode.OR_INVERTED, null, null, false),
    XNOR(Opcode.XNOR, null, null, true),
    SHIFT_LOGICAL_LEFT_64(Opcode.SHIFT_LOGICAL_LEFT_64, Opcode.SHIFT_LOGICAL_LEFT_IMM_64, Opcode.SHIFT_LOGICAL_LEFT_IMM_ALT_64, false),
    SHIFT_LOGICAL_RIGHT_64(Opcode.SHIFT_LOGICAL_RIGHT_64, Opcode.SHIFT_LOGICAL_RIGHT_IMM_64, Opcode.SHIFT_LOGICAL_RIGHT_IMM_ALT_64, false),
    SHIFT_ARITHMETIC_RIGHT_64(Opcode.SHIFT_ARITHMETIC_RIGHT_64, Opcode.SHIFT_ARITHMETIC_RIGHT_IMM_64, Opcode.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64, false),
    SHIFT_LOGICAL_LEFT_32(Opcode.SHIFT_LOGICAL_LEFT_32, Opcode.SHIFT_LOGICAL_LEFT_IMM_32, Opcode.SHIFT_LOGICAL_LEFT_IMM_ALT_32, false),
    SHIFT_LOGICAL_RIGHT_32(Opcode.SHIFT_LOGICAL_RIGHT_32, Opcode.SHIFT_LOGICAL_RIGHT_IMM_32, Opcode.SHIFT_LOGICAL_RIGHT_IMM_ALT_32, false),
    SHIFT_ARITHMETIC_RIGHT_32(Opcode.SHIFT_ARITHMETIC_RIGHT_32, Opcode.SHIFT_ARITHMETIC_RIGHT_IMM_32, Opcode.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32, false),
    ROTATE_LEFT_64(Opcode.ROTATE_LEFT_64, null, null, false),
    ROTATE_LEFT_32(Opcode.ROTATE_LEFT_32, null, null, false),
    ROTATE_RIGHT_64(Opcode.ROTATE_RIGHT_64, Opcode.ROTATE_RIGHT_IMM_64, Opcode.ROTATE_RIGHT_IMM_ALT_64, false),
    ROTATE_RIGHT_32(Opcode.ROTATE_RIGHT_32, Opcode.ROTATE_RIGHT_IMM_32, Opcode.ROTATE_RIGHT_IMM_ALT_32, false),
    MUL_64(Opcode.MUL_64, Opcode.MUL_IMM_64, null, true),
    MUL_32(Opcode.MUL_32, Opcode.MUL_IMM_32, null, true),
    MUL_UPPER_SIGNED_SIGNED(Opcode.MUL_UPPER_SIGNED_SIGNED, null, null, true),
    MUL_UPPER_UNSIGNED_UNSIGNED(Opcode.MUL_UPPER_UNSIGNED_UNSIGNED, null, null, true),
    MUL_UPPER_SIGNED_UNSIGNED(Opcode.MUL_UPPER_SIGNED_UNSIGNED, null, null, false),
    DIV_UNSIGNED_64(Opcode.DIV_UNSIGNED_64, null, null, false),
    DIV_SIGNED_64(Opcode.DIV_SIGNED_64, null, null, false),
    REM_UNSIGNED_64(Opcode.REM_UNSIGNED_64, null, null, false),
    REM_SIGNED_64(Opcode.REM_SIGNED_64, null, null, false),
    DIV_UNSIGNED_32(Opcode.DIV_UNSIGNED_32, null, null, false),
    DIV_SIGNED_32(Opcode.DIV_SIGNED_32, null, null, false),
    REM_UNSIGNED_32(Opcode.REM_UNSIGNED_32, null, null, false),
    REM_SIGNED_32(Opcode.REM_SIGNED_32, null, null, false),
    SET_LESS_THAN_UNSIGNED(Opcode.SET_LESS_THAN_UNSIGNED, Opcode.SET_LESS_THAN_UNSIGNED_IMM, Opcode.SET_GREATER_THAN_UNSIGNED_IMM, false),
    SET_LESS_THAN_SIGNED(Opcode.SET_LESS_THAN_SIGNED, Opcode.SET_LESS_THAN_SIGNED_IMM, Opcode.SET_GREATER_THAN_SIGNED_IMM, false),
    MAXIMUM(Opcode.MAXIMUM, null, null, true),
    MAXIMUM_UNSIGNED(Opcode.MAXIMUM_UNSIGNED, null, null, true),
    MINIMUM(Opcode.MINIMUM, null, null, true),
    MINIMUM_UNSIGNED(Opcode.MINIMUM_UNSIGNED, null, null, true);
    // spotless:on

    private final Opcode registers;
    private final @Nullable Opcode constantRight;
    private final @Nullable Opcode constantLeft;
    private final boolean commutative;

    BinaryOp(Opcode registers, @Nullable Opcode constantRight, @Nullable Opcode constantLeft, boolean commutative) {
        this.registers = registers;
        this.constantRight = constantRight;
        this.constantLeft = constantLeft;
        this.commutative = commutative;
    }

    /** For two registers. */
    public Opcode registers() {
        return registers;
    }

    /** For a register and a constant of 32 bits, sign-extended. */
    public Optional<Opcode> constantRight() {
        return Optional.ofNullable(constantRight);
    }

    /** For a constant of 32 bits, sign-extended, and a register. */
    public Optional<Opcode> constantLeft() {
        return Optional.ofNullable(constantLeft);
    }

    /** Whether a op b is b op a. */
    public boolean isCommutative() {
        return commutative;
    }

    /**
     * The result for constants.
     *
     * @param wide whether registers have 64 bits; else values are sign-extended from 32
     */
    public long evaluate(boolean wide, long a, long b) {
        return switch (this) {
            case ADD_64 -> a + b;
            case SUB_64 -> a - b;
            case ADD_32 -> Semantics.add32(a, b);
            case SUB_32 -> Semantics.sub32(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case AND_INVERTED -> Semantics.andInverted(a, b);
            case OR_INVERTED -> Semantics.orInverted(a, b);
            case XNOR -> Semantics.xnor(a, b);
            case SHIFT_LOGICAL_LEFT_64 -> Semantics.shiftLogicalLeft64(a, b);
            case SHIFT_LOGICAL_RIGHT_64 -> Semantics.shiftLogicalRight64(a, b);
            case SHIFT_ARITHMETIC_RIGHT_64 -> Semantics.shiftArithmeticRight64(a, b);
            case SHIFT_LOGICAL_LEFT_32 -> Semantics.shiftLogicalLeft32(a, b);
            case SHIFT_LOGICAL_RIGHT_32 -> Semantics.shiftLogicalRight32(a, b);
            case SHIFT_ARITHMETIC_RIGHT_32 -> Semantics.shiftArithmeticRight32(a, b);
            case ROTATE_LEFT_64 -> Semantics.rotateLeft64(a, b);
            case ROTATE_LEFT_32 -> Semantics.rotateLeft32(a, b);
            case ROTATE_RIGHT_64 -> Semantics.rotateRight64(a, b);
            case ROTATE_RIGHT_32 -> Semantics.rotateRight32(a, b);
            case MUL_64 -> a * b;
            case MUL_32 -> Semantics.mul32(a, b);
            case MUL_UPPER_SIGNED_SIGNED -> wide ? Semantics.mulUpperSignedSignedFull(a, b) : Semantics.mulUpperSignedSignedHalf(a, b);
            case MUL_UPPER_UNSIGNED_UNSIGNED -> wide ? Semantics.mulUpperUnsignedUnsignedFull(a, b) : Semantics.mulUpperUnsignedUnsignedHalf(a, b);
            case MUL_UPPER_SIGNED_UNSIGNED -> wide ? Semantics.mulUpperSignedUnsignedFull(a, b) : Semantics.mulUpperSignedUnsignedHalf(a, b);
            case DIV_UNSIGNED_64 -> Semantics.divUnsigned64(a, b);
            case DIV_SIGNED_64 -> Semantics.divSigned64(a, b);
            case REM_UNSIGNED_64 -> Semantics.remUnsigned64(a, b);
            case REM_SIGNED_64 -> Semantics.remSigned64(a, b);
            case DIV_UNSIGNED_32 -> Semantics.divUnsigned32(a, b);
            case DIV_SIGNED_32 -> Semantics.divSigned32(a, b);
            case REM_UNSIGNED_32 -> Semantics.remUnsigned32(a, b);
            case REM_SIGNED_32 -> Semantics.remSigned32(a, b);
            case SET_LESS_THAN_UNSIGNED -> Semantics.setLessThanUnsigned(a, b);
            case SET_LESS_THAN_SIGNED -> Semantics.setLessThanSigned(a, b);
            case MAXIMUM -> Semantics.maximum(a, b);
            case MAXIMUM_UNSIGNED -> Semantics.maximumUnsigned(a, b);
            case MINIMUM -> Semantics.minimum(a, b);
            case MINIMUM_UNSIGNED -> Semantics.minimumUnsigned(a, b);
        };
    }
}
