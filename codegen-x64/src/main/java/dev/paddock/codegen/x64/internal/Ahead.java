package dev.paddock.codegen.x64.internal;

import dev.paddock.program.Code;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;

/**
 * Looks a few instructions ahead in the block, for what two of them can have in common: a product and its upper half, a
 * sum and its carry. Done only at multiplications and additions.
 */
final class Ahead {
    /** No instruction. */
    static final int NONE = -1;

    /** How far the upper half of a product may be from the lower one, in instructions. */
    private static final int REACH = 8;

    private static final Opcode[] OPCODES = Opcode.values();
    private static final byte UNFIT = 0;
    private static final byte WRITES_NOTHING = 1;
    private static final byte WRITES_R1 = 2;
    private static final byte WRITES_R3 = 3;
    /** What the instructions write that may stand between a product and its upper half; none of them touches rcx. */
    private static final byte[] BETWEEN = between();

    private final InstructionReader reader;

    Ahead(Code code) {
        reader = new InstructionReader(code);
    }

    private static byte[] between() {
        var kinds = new byte[OPCODES.length];
        for (var opcode : OPCODES) {
            kinds[opcode.ordinal()] = switch (opcode) {
                case STORE_INDIRECT_U8, STORE_INDIRECT_U16, STORE_INDIRECT_U32, STORE_INDIRECT_U64 -> WRITES_NOTHING;
                case LOAD_INDIRECT_U8, LOAD_INDIRECT_U16, LOAD_INDIRECT_U32, LOAD_INDIRECT_I32, LOAD_INDIRECT_U64,
                        MOVE_REG, ADD_IMM_64, MUL_IMM_64 -> WRITES_R1;
                case ADD_64, SUB_64, AND, OR, XOR, MUL_64, SET_LESS_THAN_UNSIGNED -> WRITES_R3;
                default -> UNFIT;
            };
        }
        return kinds;
    }

    /** The pc of {@code mul_upper_unsigned_unsigned} of the same factors as the product {@code r} stands on. */
    int upperHalfOf(InstructionReader r) {
        int a = r.r1();
        int b = r.r2();
        int d = r.r3();
        if (d == a | d == b) {
            return NONE;
        }
        reader.standAt(r);
        for (int i = 0; i < REACH && reader.next(); i++) {
            int ordinal = reader.opcodeOrdinal();
            if (ordinal == Opcode.MUL_UPPER_UNSIGNED_UNSIGNED.ordinal()) {
                return isOf(reader, a, b) ? reader.pc() : NONE;
            }
            int kind = BETWEEN[ordinal];
            if (kind == UNFIT) {
                return NONE;
            }
            int written = kind == WRITES_R1 ? reader.r1() : reader.r3();
            if (kind != WRITES_NOTHING & (written == a | written == b)) {
                return NONE;
            }
        }
        return NONE;
    }

    /** The pc of the next instruction if it is the carry of the sum {@code r} stands on: {@code c = sum <u addend}. */
    int carryOf(InstructionReader r) {
        int a = r.r1();
        int b = r.r2();
        int d = r.r3();
        reader.standAt(r);
        if (!reader.next() || reader.opcodeOrdinal() != Opcode.SET_LESS_THAN_UNSIGNED.ordinal()) {
            return NONE;
        }
        int addend = reader.r2();
        return reader.r1() == d & addend != d & (addend == a | addend == b) ? reader.pc() : NONE;
    }

    /** The pc of the next instruction if it adds to a register the carry {@code r} stands on: {@code h = h + c}. */
    int additionOf(InstructionReader r) {
        int c = r.r3();
        reader.standAt(r);
        if (!reader.next() || reader.opcodeOrdinal() != Opcode.ADD_64.ordinal()) {
            return NONE;
        }
        int d = reader.r3();
        return d != c & isOf(reader, d, c) ? reader.pc() : NONE;
    }

    private static boolean isOf(InstructionReader r, int a, int b) {
        return r.r1() == a & r.r2() == b | r.r1() == b & r.r2() == a;
    }
}
