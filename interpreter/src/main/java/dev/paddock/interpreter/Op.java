package dev.paddock.interpreter;

import dev.paddock.program.Opcode;

/**
 * What the run loop switches on: ordinals of {@link Opcode}, shifted, as constants (a test compares them), and a few
 * operations that decoding makes out of others.
 */
final class Op {
    /** Keys of the switch are 256 apart, see {@link RunLoop}. */
    static final int APART = 8;

    /** The bits of a word that hold its operation. */
    static final int MASK = 0xff << APART;

    // @formatter:off
    // spotless:off
    static final int TRAP = 0 << APART;
    static final int FALLTHROUGH = 1 << APART;
    static final int MEMSET = 2 << APART;
    static final int UNLIKELY = 3 << APART;
    static final int ECALLI = 4 << APART;
    static final int LOAD_IMM64 = 5 << APART;
    static final int STORE_IMM_U8 = 6 << APART;
    static final int STORE_IMM_U16 = 7 << APART;
    static final int STORE_IMM_U32 = 8 << APART;
    static final int STORE_IMM_U64 = 9 << APART;
    static final int JUMP = 10 << APART;
    static final int JUMP_INDIRECT = 11 << APART;
    static final int LOAD_IMM = 12 << APART;
    static final int LOAD_U8 = 13 << APART;
    static final int LOAD_I8 = 14 << APART;
    static final int LOAD_U16 = 15 << APART;
    static final int LOAD_I16 = 16 << APART;
    static final int LOAD_U32 = 17 << APART;
    static final int LOAD_I32 = 18 << APART;
    static final int LOAD_U64 = 19 << APART;
    static final int STORE_U8 = 20 << APART;
    static final int STORE_U16 = 21 << APART;
    static final int STORE_U32 = 22 << APART;
    static final int STORE_U64 = 23 << APART;
    static final int STORE_IMM_INDIRECT_U8 = 24 << APART;
    static final int STORE_IMM_INDIRECT_U16 = 25 << APART;
    static final int STORE_IMM_INDIRECT_U32 = 26 << APART;
    static final int STORE_IMM_INDIRECT_U64 = 27 << APART;
    static final int LOAD_IMM_AND_JUMP = 28 << APART;
    static final int BRANCH_EQ_IMM = 29 << APART;
    static final int BRANCH_NOT_EQ_IMM = 30 << APART;
    static final int BRANCH_LESS_UNSIGNED_IMM = 31 << APART;
    static final int BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM = 32 << APART;
    static final int BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM = 33 << APART;
    static final int BRANCH_GREATER_UNSIGNED_IMM = 34 << APART;
    static final int BRANCH_LESS_SIGNED_IMM = 35 << APART;
    static final int BRANCH_LESS_OR_EQUAL_SIGNED_IMM = 36 << APART;
    static final int BRANCH_GREATER_OR_EQUAL_SIGNED_IMM = 37 << APART;
    static final int BRANCH_GREATER_SIGNED_IMM = 38 << APART;
    static final int MOVE_REG = 39 << APART;
    static final int SBRK = 40 << APART;
    static final int COUNT_SET_BITS_64 = 41 << APART;
    static final int COUNT_SET_BITS_32 = 42 << APART;
    static final int COUNT_LEADING_ZERO_BITS_64 = 43 << APART;
    static final int COUNT_LEADING_ZERO_BITS_32 = 44 << APART;
    static final int COUNT_TRAILING_ZERO_BITS_64 = 45 << APART;
    static final int COUNT_TRAILING_ZERO_BITS_32 = 46 << APART;
    static final int SIGN_EXTEND_8 = 47 << APART;
    static final int SIGN_EXTEND_16 = 48 << APART;
    static final int ZERO_EXTEND_16 = 49 << APART;
    static final int REVERSE_BYTE = 50 << APART;
    static final int STORE_INDIRECT_U8 = 51 << APART;
    static final int STORE_INDIRECT_U16 = 52 << APART;
    static final int STORE_INDIRECT_U32 = 53 << APART;
    static final int STORE_INDIRECT_U64 = 54 << APART;
    static final int LOAD_INDIRECT_U8 = 55 << APART;
    static final int LOAD_INDIRECT_I8 = 56 << APART;
    static final int LOAD_INDIRECT_U16 = 57 << APART;
    static final int LOAD_INDIRECT_I16 = 58 << APART;
    static final int LOAD_INDIRECT_U32 = 59 << APART;
    static final int LOAD_INDIRECT_I32 = 60 << APART;
    static final int LOAD_INDIRECT_U64 = 61 << APART;
    static final int ADD_IMM_32 = 62 << APART;
    static final int AND_IMM = 63 << APART;
    static final int XOR_IMM = 64 << APART;
    static final int OR_IMM = 65 << APART;
    static final int MUL_IMM_32 = 66 << APART;
    static final int SET_LESS_THAN_UNSIGNED_IMM = 67 << APART;
    static final int SET_LESS_THAN_SIGNED_IMM = 68 << APART;
    static final int SHIFT_LOGICAL_LEFT_IMM_32 = 69 << APART;
    static final int SHIFT_LOGICAL_RIGHT_IMM_32 = 70 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_32 = 71 << APART;
    static final int NEGATE_AND_ADD_IMM_32 = 72 << APART;
    static final int SET_GREATER_THAN_UNSIGNED_IMM = 73 << APART;
    static final int SET_GREATER_THAN_SIGNED_IMM = 74 << APART;
    static final int SHIFT_LOGICAL_LEFT_IMM_ALT_32 = 75 << APART;
    static final int SHIFT_LOGICAL_RIGHT_IMM_ALT_32 = 76 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32 = 77 << APART;
    static final int CMOV_IF_ZERO_IMM = 78 << APART;
    static final int CMOV_IF_NOT_ZERO_IMM = 79 << APART;
    static final int ADD_IMM_64 = 80 << APART;
    static final int MUL_IMM_64 = 81 << APART;
    static final int SHIFT_LOGICAL_LEFT_IMM_64 = 82 << APART;
    static final int SHIFT_LOGICAL_RIGHT_IMM_64 = 83 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_64 = 84 << APART;
    static final int NEGATE_AND_ADD_IMM_64 = 85 << APART;
    static final int SHIFT_LOGICAL_LEFT_IMM_ALT_64 = 86 << APART;
    static final int SHIFT_LOGICAL_RIGHT_IMM_ALT_64 = 87 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64 = 88 << APART;
    static final int ROTATE_RIGHT_IMM_64 = 89 << APART;
    static final int ROTATE_RIGHT_IMM_ALT_64 = 90 << APART;
    static final int ROTATE_RIGHT_IMM_32 = 91 << APART;
    static final int ROTATE_RIGHT_IMM_ALT_32 = 92 << APART;
    static final int BRANCH_EQ = 93 << APART;
    static final int BRANCH_NOT_EQ = 94 << APART;
    static final int BRANCH_LESS_UNSIGNED = 95 << APART;
    static final int BRANCH_LESS_SIGNED = 96 << APART;
    static final int BRANCH_GREATER_OR_EQUAL_UNSIGNED = 97 << APART;
    static final int BRANCH_GREATER_OR_EQUAL_SIGNED = 98 << APART;
    static final int LOAD_IMM_AND_JUMP_INDIRECT = 99 << APART;
    static final int ADD_32 = 100 << APART;
    static final int SUB_32 = 101 << APART;
    static final int MUL_32 = 102 << APART;
    static final int DIV_UNSIGNED_32 = 103 << APART;
    static final int DIV_SIGNED_32 = 104 << APART;
    static final int REM_UNSIGNED_32 = 105 << APART;
    static final int REM_SIGNED_32 = 106 << APART;
    static final int SHIFT_LOGICAL_LEFT_32 = 107 << APART;
    static final int SHIFT_LOGICAL_RIGHT_32 = 108 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_32 = 109 << APART;
    static final int ADD_64 = 110 << APART;
    static final int SUB_64 = 111 << APART;
    static final int MUL_64 = 112 << APART;
    static final int DIV_UNSIGNED_64 = 113 << APART;
    static final int DIV_SIGNED_64 = 114 << APART;
    static final int REM_UNSIGNED_64 = 115 << APART;
    static final int REM_SIGNED_64 = 116 << APART;
    static final int SHIFT_LOGICAL_LEFT_64 = 117 << APART;
    static final int SHIFT_LOGICAL_RIGHT_64 = 118 << APART;
    static final int SHIFT_ARITHMETIC_RIGHT_64 = 119 << APART;
    static final int AND = 120 << APART;
    static final int XOR = 121 << APART;
    static final int OR = 122 << APART;
    static final int MUL_UPPER_SIGNED_SIGNED = 123 << APART;
    static final int MUL_UPPER_UNSIGNED_UNSIGNED = 124 << APART;
    static final int MUL_UPPER_SIGNED_UNSIGNED = 125 << APART;
    static final int SET_LESS_THAN_UNSIGNED = 126 << APART;
    static final int SET_LESS_THAN_SIGNED = 127 << APART;
    static final int CMOV_IF_ZERO = 128 << APART;
    static final int CMOV_IF_NOT_ZERO = 129 << APART;
    static final int ROTATE_LEFT_64 = 130 << APART;
    static final int ROTATE_LEFT_32 = 131 << APART;
    static final int ROTATE_RIGHT_64 = 132 << APART;
    static final int ROTATE_RIGHT_32 = 133 << APART;
    static final int AND_INVERTED = 134 << APART;
    static final int OR_INVERTED = 135 << APART;
    static final int XNOR = 136 << APART;
    static final int MAXIMUM = 137 << APART;
    static final int MAXIMUM_UNSIGNED = 138 << APART;
    static final int MINIMUM = 139 << APART;
    static final int MINIMUM_UNSIGNED = 140 << APART;
    static final int INVALID = 141 << APART;

    // Made by decoding.

    /** A {@link #LOAD_IMM_AND_JUMP} that leads nowhere. */
    static final int LOAD_IMM_AND_TRAP = 142 << APART;
    static final int MUL_UPPER_SIGNED_SIGNED_HALF = 143 << APART;
    static final int MUL_UPPER_UNSIGNED_UNSIGNED_HALF = 144 << APART;
    static final int MUL_UPPER_SIGNED_UNSIGNED_HALF = 145 << APART;
    static final int REVERSE_BYTE_HALF = 146 << APART;
    /** An instruction of one byte that would need two words: executed out of line. */
    static final int RARE = 147 << APART;
    /** End of an instruction that is executed out of line. */
    static final int STEPPED = 148 << APART;

    // Two at once: see Pairs.

    static final int LOAD_INDIRECT_U64__ADD_64 = 149 << APART;
    static final int ADD_64__ADD_64 = 150 << APART;
    static final int STORE_INDIRECT_U64__STORE_INDIRECT_U64 = 151 << APART;
    static final int ADD_IMM_64__ADD_64 = 152 << APART;
    static final int XOR__ROTATE_RIGHT_IMM_64 = 153 << APART;
    static final int SET_LESS_THAN_UNSIGNED__ADD_64 = 154 << APART;
    // spotless:on
    // @formatter:on

    /** Operations from here on are not an {@link Opcode}'s own. */
    static final int FIRST_MADE = LOAD_IMM_AND_TRAP;

    private Op() {}

    static int of(Opcode opcode) {
        return opcode.ordinal() << APART;
    }

    static int of(long word) {
        return (int) word & MASK;
    }
}
