package dev.paddock.interpreter;

import dev.paddock.program.Opcode;

/**
 * What the run loop switches on: ordinals of {@link Opcode} as constants (a test compares them), and a few operations
 * that decoding makes out of others.
 */
final class Op {
    // @formatter:off
    // spotless:off
    static final int TRAP = 0;
    static final int FALLTHROUGH = 1;
    static final int MEMSET = 2;
    static final int UNLIKELY = 3;
    static final int ECALLI = 4;
    static final int LOAD_IMM64 = 5;
    static final int STORE_IMM_U8 = 6;
    static final int STORE_IMM_U16 = 7;
    static final int STORE_IMM_U32 = 8;
    static final int STORE_IMM_U64 = 9;
    static final int JUMP = 10;
    static final int JUMP_INDIRECT = 11;
    static final int LOAD_IMM = 12;
    static final int LOAD_U8 = 13;
    static final int LOAD_I8 = 14;
    static final int LOAD_U16 = 15;
    static final int LOAD_I16 = 16;
    static final int LOAD_U32 = 17;
    static final int LOAD_I32 = 18;
    static final int LOAD_U64 = 19;
    static final int STORE_U8 = 20;
    static final int STORE_U16 = 21;
    static final int STORE_U32 = 22;
    static final int STORE_U64 = 23;
    static final int STORE_IMM_INDIRECT_U8 = 24;
    static final int STORE_IMM_INDIRECT_U16 = 25;
    static final int STORE_IMM_INDIRECT_U32 = 26;
    static final int STORE_IMM_INDIRECT_U64 = 27;
    static final int LOAD_IMM_AND_JUMP = 28;
    static final int BRANCH_EQ_IMM = 29;
    static final int BRANCH_NOT_EQ_IMM = 30;
    static final int BRANCH_LESS_UNSIGNED_IMM = 31;
    static final int BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM = 32;
    static final int BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM = 33;
    static final int BRANCH_GREATER_UNSIGNED_IMM = 34;
    static final int BRANCH_LESS_SIGNED_IMM = 35;
    static final int BRANCH_LESS_OR_EQUAL_SIGNED_IMM = 36;
    static final int BRANCH_GREATER_OR_EQUAL_SIGNED_IMM = 37;
    static final int BRANCH_GREATER_SIGNED_IMM = 38;
    static final int MOVE_REG = 39;
    static final int SBRK = 40;
    static final int COUNT_SET_BITS_64 = 41;
    static final int COUNT_SET_BITS_32 = 42;
    static final int COUNT_LEADING_ZERO_BITS_64 = 43;
    static final int COUNT_LEADING_ZERO_BITS_32 = 44;
    static final int COUNT_TRAILING_ZERO_BITS_64 = 45;
    static final int COUNT_TRAILING_ZERO_BITS_32 = 46;
    static final int SIGN_EXTEND_8 = 47;
    static final int SIGN_EXTEND_16 = 48;
    static final int ZERO_EXTEND_16 = 49;
    static final int REVERSE_BYTE = 50;
    static final int STORE_INDIRECT_U8 = 51;
    static final int STORE_INDIRECT_U16 = 52;
    static final int STORE_INDIRECT_U32 = 53;
    static final int STORE_INDIRECT_U64 = 54;
    static final int LOAD_INDIRECT_U8 = 55;
    static final int LOAD_INDIRECT_I8 = 56;
    static final int LOAD_INDIRECT_U16 = 57;
    static final int LOAD_INDIRECT_I16 = 58;
    static final int LOAD_INDIRECT_U32 = 59;
    static final int LOAD_INDIRECT_I32 = 60;
    static final int LOAD_INDIRECT_U64 = 61;
    static final int ADD_IMM_32 = 62;
    static final int AND_IMM = 63;
    static final int XOR_IMM = 64;
    static final int OR_IMM = 65;
    static final int MUL_IMM_32 = 66;
    static final int SET_LESS_THAN_UNSIGNED_IMM = 67;
    static final int SET_LESS_THAN_SIGNED_IMM = 68;
    static final int SHIFT_LOGICAL_LEFT_IMM_32 = 69;
    static final int SHIFT_LOGICAL_RIGHT_IMM_32 = 70;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_32 = 71;
    static final int NEGATE_AND_ADD_IMM_32 = 72;
    static final int SET_GREATER_THAN_UNSIGNED_IMM = 73;
    static final int SET_GREATER_THAN_SIGNED_IMM = 74;
    static final int SHIFT_LOGICAL_LEFT_IMM_ALT_32 = 75;
    static final int SHIFT_LOGICAL_RIGHT_IMM_ALT_32 = 76;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32 = 77;
    static final int CMOV_IF_ZERO_IMM = 78;
    static final int CMOV_IF_NOT_ZERO_IMM = 79;
    static final int ADD_IMM_64 = 80;
    static final int MUL_IMM_64 = 81;
    static final int SHIFT_LOGICAL_LEFT_IMM_64 = 82;
    static final int SHIFT_LOGICAL_RIGHT_IMM_64 = 83;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_64 = 84;
    static final int NEGATE_AND_ADD_IMM_64 = 85;
    static final int SHIFT_LOGICAL_LEFT_IMM_ALT_64 = 86;
    static final int SHIFT_LOGICAL_RIGHT_IMM_ALT_64 = 87;
    static final int SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64 = 88;
    static final int ROTATE_RIGHT_IMM_64 = 89;
    static final int ROTATE_RIGHT_IMM_ALT_64 = 90;
    static final int ROTATE_RIGHT_IMM_32 = 91;
    static final int ROTATE_RIGHT_IMM_ALT_32 = 92;
    static final int BRANCH_EQ = 93;
    static final int BRANCH_NOT_EQ = 94;
    static final int BRANCH_LESS_UNSIGNED = 95;
    static final int BRANCH_LESS_SIGNED = 96;
    static final int BRANCH_GREATER_OR_EQUAL_UNSIGNED = 97;
    static final int BRANCH_GREATER_OR_EQUAL_SIGNED = 98;
    static final int LOAD_IMM_AND_JUMP_INDIRECT = 99;
    static final int ADD_32 = 100;
    static final int SUB_32 = 101;
    static final int MUL_32 = 102;
    static final int DIV_UNSIGNED_32 = 103;
    static final int DIV_SIGNED_32 = 104;
    static final int REM_UNSIGNED_32 = 105;
    static final int REM_SIGNED_32 = 106;
    static final int SHIFT_LOGICAL_LEFT_32 = 107;
    static final int SHIFT_LOGICAL_RIGHT_32 = 108;
    static final int SHIFT_ARITHMETIC_RIGHT_32 = 109;
    static final int ADD_64 = 110;
    static final int SUB_64 = 111;
    static final int MUL_64 = 112;
    static final int DIV_UNSIGNED_64 = 113;
    static final int DIV_SIGNED_64 = 114;
    static final int REM_UNSIGNED_64 = 115;
    static final int REM_SIGNED_64 = 116;
    static final int SHIFT_LOGICAL_LEFT_64 = 117;
    static final int SHIFT_LOGICAL_RIGHT_64 = 118;
    static final int SHIFT_ARITHMETIC_RIGHT_64 = 119;
    static final int AND = 120;
    static final int XOR = 121;
    static final int OR = 122;
    static final int MUL_UPPER_SIGNED_SIGNED = 123;
    static final int MUL_UPPER_UNSIGNED_UNSIGNED = 124;
    static final int MUL_UPPER_SIGNED_UNSIGNED = 125;
    static final int SET_LESS_THAN_UNSIGNED = 126;
    static final int SET_LESS_THAN_SIGNED = 127;
    static final int CMOV_IF_ZERO = 128;
    static final int CMOV_IF_NOT_ZERO = 129;
    static final int ROTATE_LEFT_64 = 130;
    static final int ROTATE_LEFT_32 = 131;
    static final int ROTATE_RIGHT_64 = 132;
    static final int ROTATE_RIGHT_32 = 133;
    static final int AND_INVERTED = 134;
    static final int OR_INVERTED = 135;
    static final int XNOR = 136;
    static final int MAXIMUM = 137;
    static final int MAXIMUM_UNSIGNED = 138;
    static final int MINIMUM = 139;
    static final int MINIMUM_UNSIGNED = 140;
    static final int INVALID = 141;

    // Made by decoding.

    /** A {@link #LOAD_IMM_AND_JUMP} that leads nowhere. */
    static final int LOAD_IMM_AND_TRAP = 142;
    static final int MUL_UPPER_SIGNED_SIGNED_HALF = 143;
    static final int MUL_UPPER_UNSIGNED_UNSIGNED_HALF = 144;
    static final int MUL_UPPER_SIGNED_UNSIGNED_HALF = 145;
    static final int REVERSE_BYTE_HALF = 146;
    /** An instruction of one byte that would need two words: executed out of line. */
    static final int RARE = 147;
    /** End of an instruction that is executed out of line. */
    static final int STEPPED = 148;
    // spotless:on
    // @formatter:on

    /** Operations from here on are not an {@link Opcode}'s own. */
    static final int FIRST_MADE = LOAD_IMM_AND_TRAP;

    private Op() {}
}
