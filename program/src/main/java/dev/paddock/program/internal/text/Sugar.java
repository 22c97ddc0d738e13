package dev.paddock.program.internal.text;

import dev.paddock.program.Opcode;
import java.util.List;

/** Other ways to write instructions than the one that the table prints: operands swapped, negated or implied. */
record Sugar(Opcode opcode, String template) {
    // @formatter:off
    // spotless:off
    static final List<Sugar> ALL = List.of(
            new Sugar(Opcode.JUMP_INDIRECT, "ret"),
            new Sugar(Opcode.MOVE_REG, "nop"),
            new Sugar(Opcode.LOAD_IMM64, "{r1} = i64 {imm:hex64}"),

            new Sugar(Opcode.SET_LESS_THAN_UNSIGNED, "{r3} = {r2} >u {r1}"),
            new Sugar(Opcode.SET_LESS_THAN_SIGNED, "{r3} = {r2} >s {r1}"),
            new Sugar(Opcode.SET_LESS_THAN_UNSIGNED_IMM, "{r1} = {imm} >u {r2}"),
            new Sugar(Opcode.SET_LESS_THAN_SIGNED_IMM, "{r1} = {imm} >s {r2}"),
            new Sugar(Opcode.SET_GREATER_THAN_UNSIGNED_IMM, "{r1} = {imm} <u {r2}"),
            new Sugar(Opcode.SET_GREATER_THAN_SIGNED_IMM, "{r1} = {imm} <s {r2}"),

            new Sugar(Opcode.ADD_IMM_64, "{r1} = {imm} + {r2}"),
            new Sugar(Opcode.ADD_IMM_64, "{r1} = {r2} - {imm:neg}"),
            new Sugar(Opcode.ADD_IMM_32, "i32 {r1} = {imm} + {r2}"),
            new Sugar(Opcode.ADD_IMM_32, "i32 {r1} = {r2} - {imm:neg}"),
            new Sugar(Opcode.MUL_IMM_64, "{r1} = {imm} * {r2}"),
            new Sugar(Opcode.MUL_IMM_32, "i32 {r1} = {imm} * {r2}"),
            new Sugar(Opcode.AND_IMM, "{r1} = {imm} & {r2}"),
            new Sugar(Opcode.OR_IMM, "{r1} = {imm} | {r2}"),
            new Sugar(Opcode.XOR_IMM, "{r1} = {imm} ^ {r2}"),
            new Sugar(Opcode.NEGATE_AND_ADD_IMM_64, "{r1} = -{r2}"),
            new Sugar(Opcode.NEGATE_AND_ADD_IMM_32, "i32 {r1} = -{r2}"),

            new Sugar(Opcode.BRANCH_GREATER_OR_EQUAL_UNSIGNED, "jump {target} if {r2} <=u {r1}"),
            new Sugar(Opcode.BRANCH_GREATER_OR_EQUAL_SIGNED, "jump {target} if {r2} <=s {r1}"),
            new Sugar(Opcode.BRANCH_LESS_UNSIGNED, "jump {target} if {r2} >u {r1}"),
            new Sugar(Opcode.BRANCH_LESS_SIGNED, "jump {target} if {r2} >s {r1}"),
            new Sugar(Opcode.BRANCH_EQ_IMM, "jump {target} if {imm1} == {r1}"),
            new Sugar(Opcode.BRANCH_NOT_EQ_IMM, "jump {target} if {imm1} != {r1}"),
            new Sugar(Opcode.BRANCH_GREATER_UNSIGNED_IMM, "jump {target} if {imm1} <u {r1}"),
            new Sugar(Opcode.BRANCH_GREATER_SIGNED_IMM, "jump {target} if {imm1} <s {r1}"),
            new Sugar(Opcode.BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM, "jump {target} if {imm1} <=u {r1}"),
            new Sugar(Opcode.BRANCH_GREATER_OR_EQUAL_SIGNED_IMM, "jump {target} if {imm1} <=s {r1}"),
            new Sugar(Opcode.BRANCH_LESS_UNSIGNED_IMM, "jump {target} if {imm1} >u {r1}"),
            new Sugar(Opcode.BRANCH_LESS_SIGNED_IMM, "jump {target} if {imm1} >s {r1}"),
            new Sugar(Opcode.BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM, "jump {target} if {imm1} >=u {r1}"),
            new Sugar(Opcode.BRANCH_LESS_OR_EQUAL_SIGNED_IMM, "jump {target} if {imm1} >=s {r1}"),

            new Sugar(Opcode.LOAD_IMM_AND_JUMP_INDIRECT, "tmp = {r2}, {r1} = {imm1:dec-i32}, jump [tmp{imm2:off}]"));
    // spotless:on
    // @formatter:on
}
