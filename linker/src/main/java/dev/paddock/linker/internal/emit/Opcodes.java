package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.Width;
import dev.paddock.program.Opcode;

/** The instructions for loads, stores and branches, by what they move or compare. */
final class Opcodes {
    private Opcodes() {}

    static Opcode load(Width width) {
        return switch (width) {
            case U8 -> Opcode.LOAD_U8;
            case I8 -> Opcode.LOAD_I8;
            case U16 -> Opcode.LOAD_U16;
            case I16 -> Opcode.LOAD_I16;
            case U32 -> Opcode.LOAD_U32;
            case I32 -> Opcode.LOAD_I32;
            case U64 -> Opcode.LOAD_U64;
        };
    }

    static Opcode loadIndirect(Width width) {
        return switch (width) {
            case U8 -> Opcode.LOAD_INDIRECT_U8;
            case I8 -> Opcode.LOAD_INDIRECT_I8;
            case U16 -> Opcode.LOAD_INDIRECT_U16;
            case I16 -> Opcode.LOAD_INDIRECT_I16;
            case U32 -> Opcode.LOAD_INDIRECT_U32;
            case I32 -> Opcode.LOAD_INDIRECT_I32;
            case U64 -> Opcode.LOAD_INDIRECT_U64;
        };
    }

    static Opcode store(Width width) {
        return switch (width) {
            case U8, I8 -> Opcode.STORE_U8;
            case U16, I16 -> Opcode.STORE_U16;
            case U32, I32 -> Opcode.STORE_U32;
            case U64 -> Opcode.STORE_U64;
        };
    }

    static Opcode storeIndirect(Width width) {
        return switch (width) {
            case U8, I8 -> Opcode.STORE_INDIRECT_U8;
            case U16, I16 -> Opcode.STORE_INDIRECT_U16;
            case U32, I32 -> Opcode.STORE_INDIRECT_U32;
            case U64 -> Opcode.STORE_INDIRECT_U64;
        };
    }

    static Opcode storeConstant(Width width) {
        return switch (width) {
            case U8, I8 -> Opcode.STORE_IMM_U8;
            case U16, I16 -> Opcode.STORE_IMM_U16;
            case U32, I32 -> Opcode.STORE_IMM_U32;
            case U64 -> Opcode.STORE_IMM_U64;
        };
    }

    static Opcode storeConstantIndirect(Width width) {
        return switch (width) {
            case U8, I8 -> Opcode.STORE_IMM_INDIRECT_U8;
            case U16, I16 -> Opcode.STORE_IMM_INDIRECT_U16;
            case U32, I32 -> Opcode.STORE_IMM_INDIRECT_U32;
            case U64 -> Opcode.STORE_IMM_INDIRECT_U64;
        };
    }

    static Opcode branch(Condition condition) {
        return switch (condition) {
            case EQUAL -> Opcode.BRANCH_EQ;
            case NOT_EQUAL -> Opcode.BRANCH_NOT_EQ;
            case LESS_UNSIGNED -> Opcode.BRANCH_LESS_UNSIGNED;
            case LESS_SIGNED -> Opcode.BRANCH_LESS_SIGNED;
            case GREATER_OR_EQUAL_UNSIGNED -> Opcode.BRANCH_GREATER_OR_EQUAL_UNSIGNED;
            case GREATER_OR_EQUAL_SIGNED -> Opcode.BRANCH_GREATER_OR_EQUAL_SIGNED;
        };
    }

    /** For a constant on the right. */
    static Opcode branchRight(Condition condition) {
        return switch (condition) {
            case EQUAL -> Opcode.BRANCH_EQ_IMM;
            case NOT_EQUAL -> Opcode.BRANCH_NOT_EQ_IMM;
            case LESS_UNSIGNED -> Opcode.BRANCH_LESS_UNSIGNED_IMM;
            case LESS_SIGNED -> Opcode.BRANCH_LESS_SIGNED_IMM;
            case GREATER_OR_EQUAL_UNSIGNED -> Opcode.BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM;
            case GREATER_OR_EQUAL_SIGNED -> Opcode.BRANCH_GREATER_OR_EQUAL_SIGNED_IMM;
        };
    }

    /** For a constant on the left: the register is compared the other way round. */
    static Opcode branchLeft(Condition condition) {
        return switch (condition) {
            case EQUAL -> Opcode.BRANCH_EQ_IMM;
            case NOT_EQUAL -> Opcode.BRANCH_NOT_EQ_IMM;
            case LESS_UNSIGNED -> Opcode.BRANCH_GREATER_UNSIGNED_IMM;
            case LESS_SIGNED -> Opcode.BRANCH_GREATER_SIGNED_IMM;
            case GREATER_OR_EQUAL_UNSIGNED -> Opcode.BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM;
            case GREATER_OR_EQUAL_SIGNED -> Opcode.BRANCH_LESS_OR_EQUAL_SIGNED_IMM;
        };
    }
}
