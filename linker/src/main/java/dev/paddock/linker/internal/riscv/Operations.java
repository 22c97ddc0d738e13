package dev.paddock.linker.internal.riscv;

import static dev.paddock.linker.internal.ir.BinaryOp.*;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.UnaryOp;
import java.util.Optional;

/** What arithmetic instructions compute. On RV32 the operations without {@code w} are those of 32 bits. */
final class Operations {
    private Operations() {}

    static BinaryOp add(boolean wide) {
        return wide ? ADD_64 : ADD_32;
    }

    static BinaryOp shiftLeft(boolean wide) {
        return wide ? SHIFT_LOGICAL_LEFT_64 : SHIFT_LOGICAL_LEFT_32;
    }

    static BinaryOp shiftRight(boolean wide) {
        return wide ? SHIFT_LOGICAL_RIGHT_64 : SHIFT_LOGICAL_RIGHT_32;
    }

    static BinaryOp shiftRightArithmetic(boolean wide) {
        return wide ? SHIFT_ARITHMETIC_RIGHT_64 : SHIFT_ARITHMETIC_RIGHT_32;
    }

    static BinaryOp rotateRight(boolean wide) {
        return wide ? ROTATE_RIGHT_64 : ROTATE_RIGHT_32;
    }

    static UnaryOp leadingZeros(boolean wide) {
        return wide ? UnaryOp.COUNT_LEADING_ZERO_BITS_64 : UnaryOp.COUNT_LEADING_ZERO_BITS_32;
    }

    static UnaryOp trailingZeros(boolean wide) {
        return wide ? UnaryOp.COUNT_TRAILING_ZERO_BITS_64 : UnaryOp.COUNT_TRAILING_ZERO_BITS_32;
    }

    static UnaryOp setBits(boolean wide) {
        return wide ? UnaryOp.COUNT_SET_BITS_64 : UnaryOp.COUNT_SET_BITS_32;
    }

    /** Instructions of opcode OP by their two function fields. */
    static Optional<BinaryOp> register(boolean wide, int upper, int function) {
        return Optional.ofNullable(switch (upper << 3 | function) {
            case 0x00 << 3 | 0 -> add(wide);
            case 0x00 << 3 | 1 -> shiftLeft(wide);
            case 0x00 << 3 | 2 -> SET_LESS_THAN_SIGNED;
            case 0x00 << 3 | 3 -> SET_LESS_THAN_UNSIGNED;
            case 0x00 << 3 | 4 -> XOR;
            case 0x00 << 3 | 5 -> shiftRight(wide);
            case 0x00 << 3 | 6 -> OR;
            case 0x00 << 3 | 7 -> AND;
            case 0x20 << 3 | 0 -> wide ? SUB_64 : SUB_32;
            case 0x20 << 3 | 4 -> XNOR;
            case 0x20 << 3 | 5 -> shiftRightArithmetic(wide);
            case 0x20 << 3 | 6 -> OR_INVERTED;
            case 0x20 << 3 | 7 -> AND_INVERTED;
            case 0x01 << 3 | 0 -> wide ? MUL_64 : MUL_32;
            case 0x01 << 3 | 1 -> MUL_UPPER_SIGNED_SIGNED;
            case 0x01 << 3 | 2 -> MUL_UPPER_SIGNED_UNSIGNED;
            case 0x01 << 3 | 3 -> MUL_UPPER_UNSIGNED_UNSIGNED;
            case 0x01 << 3 | 4 -> wide ? DIV_SIGNED_64 : DIV_SIGNED_32;
            case 0x01 << 3 | 5 -> wide ? DIV_UNSIGNED_64 : DIV_UNSIGNED_32;
            case 0x01 << 3 | 6 -> wide ? REM_SIGNED_64 : REM_SIGNED_32;
            case 0x01 << 3 | 7 -> wide ? REM_UNSIGNED_64 : REM_UNSIGNED_32;
            case 0x05 << 3 | 4 -> MINIMUM;
            case 0x05 << 3 | 5 -> MINIMUM_UNSIGNED;
            case 0x05 << 3 | 6 -> MAXIMUM;
            case 0x05 << 3 | 7 -> MAXIMUM_UNSIGNED;
            case 0x30 << 3 | 1 -> wide ? ROTATE_LEFT_64 : ROTATE_LEFT_32;
            case 0x30 << 3 | 5 -> rotateRight(wide);
            default -> null;
        });
    }

    /** Instructions of opcode OP-32 by their two function fields. */
    static Optional<BinaryOp> register32(int upper, int function) {
        return Optional.ofNullable(switch (upper << 3 | function) {
            case 0x00 << 3 | 0 -> ADD_32;
            case 0x00 << 3 | 1 -> SHIFT_LOGICAL_LEFT_32;
            case 0x00 << 3 | 5 -> SHIFT_LOGICAL_RIGHT_32;
            case 0x20 << 3 | 0 -> SUB_32;
            case 0x20 << 3 | 5 -> SHIFT_ARITHMETIC_RIGHT_32;
            case 0x01 << 3 | 0 -> MUL_32;
            case 0x01 << 3 | 4 -> DIV_SIGNED_32;
            case 0x01 << 3 | 5 -> DIV_UNSIGNED_32;
            case 0x01 << 3 | 6 -> REM_SIGNED_32;
            case 0x01 << 3 | 7 -> REM_UNSIGNED_32;
            case 0x30 << 3 | 1 -> ROTATE_LEFT_32;
            case 0x30 << 3 | 5 -> ROTATE_RIGHT_32;
            default -> null;
        });
    }
}
