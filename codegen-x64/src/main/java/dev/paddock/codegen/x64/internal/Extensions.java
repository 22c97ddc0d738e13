package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.GuestRegisters.RBX;
import static dev.paddock.codegen.x64.internal.GuestRegisters.RSP;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;

/**
 * The sign extensions that wait. An operation of 32 bits leaves the upper half of its register to be filled with the sign;
 * that is done when somebody reads that half, and not at all if the register is overwritten before. What is stored in
 * 32 bits, added in 32 bits or used as an address never asks for it.
 *
 * <p>Nothing waits at the end of a block, nor where the code is left for the host. A guest that stops inside a block has
 * its registers extended by whoever reads them ({@link dev.paddock.codegen.x64.CodeMap#narrowRegisters}); who goes on
 * there may have them either way.
 */
final class Extensions {
    // What an instruction does with its registers; of sources, only those read beyond 32 bits are named.
    private static final int R1 = 1;
    private static final int R2 = 2;
    private static final int R3 = 4;
    private static final int TO_R1 = 8;
    private static final int TO_R3 = 16;
    /** Bit by bit: where the sources r1 and r2 are 32-bit values with their sign, so is the result. */
    private static final int BY_BITS = 32;
    /** The same with the one source r2; a constant is such a value. */
    private static final int BY_BITS_OF_R2 = 64;
    /** Control may go elsewhere, or the registers are looked at. */
    private static final int EVERYTHING = 128;

    /** Beside the registers that wait: see {@link #isNarrow}. */
    private static final int NARROW = 1 << 16;
    /** As long as rsp is lent, so that {@link #before} is called. */
    private static final int LENT = 1 << 17;

    private static final short[] EFFECTS = effects();

    private final Encoder out;
    private final StackPointer stackPointer;
    /** Bit i: hardware register i waits; the upper half of the machine's means nothing. Bits 16 and 17: below. */
    private int waiting;
    private boolean atOnce;

    Extensions(Encoder out, StackPointer stackPointer) {
        this.out = out;
        this.stackPointer = stackPointer;
    }

    /** Starts a compilation; {@code nothingWaits}: every register is whole before each instruction. */
    void begin(boolean nothingWaits) {
        atOnce = nothingWaits;
    }

    /** Nothing is left from earlier. */
    void forget() {
        waiting = 0;
    }

    /** Rsp has been lent: sp waits there, if it does. */
    void lent() {
        waiting |= LENT | (waiting & 1 << RBX) << RSP - RBX;
        waiting &= ~(1 << RBX);
    }

    private void takeBack() {
        stackPointer.takeBack();
        waiting |= (waiting & 1 << RSP) >> RSP - RBX;
        waiting &= ~(LENT | 1 << RSP);
    }

    /** Guest registers that wait, as a mask. */
    int waiting() {
        return GuestRegisters.guestMask(stackPointer.registers(), waiting);
    }

    /** Whether {@link #before} has to be called. */
    boolean isActive() {
        return waiting != 0;
    }

    /** The lower half of hardware register {@code d} is right; the upper one is to become its sign, in time. */
    void extend(int d) {
        if (atOnce) {
            out.movsxd(d, d);
        } else {
            waiting |= 1 << d;
        }
    }

    /** Whether the bit by bit operation at hand is to be done in 32 bits, its sources being such values that wait. */
    boolean isNarrow() {
        return (waiting & NARROW) != 0;
    }

    /** Extends what the instruction is about to read beyond 32 bits; takes rsp back where the code may be left. */
    void before(InstructionReader r) {
        int effects = EFFECTS[r.opcodeOrdinal()];
        if ((effects & EVERYTHING) != 0 && stackPointer.isLent()) {
            takeBack(); //  first of all: see CodeMap.isLent
        }
        int r1 = 1 << stackPointer.hardware(r.r1());
        int r2 = 1 << stackPointer.hardware(r.r2());
        int r3 = 1 << stackPointer.hardware(r.r3());
        int read = -(effects & R1) & r1 | -(effects >> 1 & 1) & r2 | -(effects >> 2 & 1) & r3 | -(effects >> 7 & 1) & NARROW - 1;
        boolean narrow = false;
        if ((effects & (BY_BITS | BY_BITS_OF_R2)) != 0) {
            int sources = (effects & BY_BITS) != 0 ? r1 | r2 : r2;
            narrow = (sources & ~waiting) == 0;
            read = narrow ? 0 : sources;
        }
        int rest = waiting & read & NARROW - 1;
        waiting &= ~(read | NARROW | -(effects >> 3 & 1) & r1 | -(effects >> 4 & 1) & r3);
        waiting |= narrow ? NARROW : 0;
        while (rest != 0) {
            int register = Integer.numberOfTrailingZeros(rest);
            out.movsxd(register, register);
            rest &= rest - 1;
        }
    }

    private static short[] effects() {
        var opcodes = Opcode.values();
        var effects = new short[opcodes.length];
        for (var opcode : opcodes) {
            effects[opcode.ordinal()] = (short) effects(opcode);
        }
        return effects;
    }

    private static int effects(Opcode opcode) {
        return switch (opcode) {
            case UNLIKELY,
                    STORE_IMM_U8, STORE_IMM_U16, STORE_IMM_U32, STORE_IMM_U64,
                    STORE_IMM_INDIRECT_U8, STORE_IMM_INDIRECT_U16, STORE_IMM_INDIRECT_U32, STORE_IMM_INDIRECT_U64,
                    STORE_U8, STORE_U16, STORE_U32,
                    STORE_INDIRECT_U8, STORE_INDIRECT_U16, STORE_INDIRECT_U32 -> 0;
            case STORE_U64, STORE_INDIRECT_U64 -> R1;

            case LOAD_IMM64, LOAD_IMM,
                    LOAD_U8, LOAD_I8, LOAD_U16, LOAD_I16, LOAD_U32, LOAD_I32, LOAD_U64,
                    LOAD_INDIRECT_U8, LOAD_INDIRECT_I8, LOAD_INDIRECT_U16, LOAD_INDIRECT_I16,
                    LOAD_INDIRECT_U32, LOAD_INDIRECT_I32, LOAD_INDIRECT_U64,
                    COUNT_SET_BITS_32, COUNT_LEADING_ZERO_BITS_32, COUNT_TRAILING_ZERO_BITS_32,
                    SIGN_EXTEND_8, SIGN_EXTEND_16, ZERO_EXTEND_16,
                    ADD_IMM_32, NEGATE_AND_ADD_IMM_32, MUL_IMM_32,
                    SHIFT_LOGICAL_LEFT_IMM_32, SHIFT_LOGICAL_RIGHT_IMM_32, SHIFT_ARITHMETIC_RIGHT_IMM_32,
                    SHIFT_LOGICAL_LEFT_IMM_ALT_32, SHIFT_LOGICAL_RIGHT_IMM_ALT_32, SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32,
                    SHIFT_LOGICAL_LEFT_IMM_ALT_64, SHIFT_LOGICAL_RIGHT_IMM_ALT_64, SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64,
                    ROTATE_RIGHT_IMM_32, ROTATE_RIGHT_IMM_ALT_32, ROTATE_RIGHT_IMM_ALT_64 -> TO_R1;
            case COUNT_SET_BITS_64, COUNT_LEADING_ZERO_BITS_64, COUNT_TRAILING_ZERO_BITS_64, REVERSE_BYTE,
                    ADD_IMM_64, NEGATE_AND_ADD_IMM_64, MUL_IMM_64,
                    SET_LESS_THAN_UNSIGNED_IMM, SET_LESS_THAN_SIGNED_IMM,
                    SET_GREATER_THAN_UNSIGNED_IMM, SET_GREATER_THAN_SIGNED_IMM,
                    SHIFT_LOGICAL_LEFT_IMM_64, SHIFT_LOGICAL_RIGHT_IMM_64, SHIFT_ARITHMETIC_RIGHT_IMM_64,
                    ROTATE_RIGHT_IMM_64 -> R2 | TO_R1;
            case CMOV_IF_ZERO_IMM, CMOV_IF_NOT_ZERO_IMM -> R1 | R2 | TO_R1;
            case MOVE_REG, AND_IMM, OR_IMM, XOR_IMM -> BY_BITS_OF_R2 | TO_R1;

            case ADD_32, SUB_32, MUL_32, DIV_UNSIGNED_32, DIV_SIGNED_32, REM_UNSIGNED_32, REM_SIGNED_32,
                    SHIFT_LOGICAL_LEFT_32, SHIFT_LOGICAL_RIGHT_32, SHIFT_ARITHMETIC_RIGHT_32,
                    ROTATE_LEFT_32, ROTATE_RIGHT_32 -> TO_R3;
            case SHIFT_LOGICAL_LEFT_64, SHIFT_LOGICAL_RIGHT_64, SHIFT_ARITHMETIC_RIGHT_64,
                    ROTATE_LEFT_64, ROTATE_RIGHT_64 -> R1 | TO_R3;
            case AND, OR, XOR, AND_INVERTED -> BY_BITS | TO_R3;
            case ADD_64, SUB_64, MUL_64, DIV_UNSIGNED_64, DIV_SIGNED_64, REM_UNSIGNED_64, REM_SIGNED_64,
                    MUL_UPPER_SIGNED_SIGNED, MUL_UPPER_UNSIGNED_UNSIGNED, MUL_UPPER_SIGNED_UNSIGNED,
                    OR_INVERTED, XNOR, SET_LESS_THAN_UNSIGNED, SET_LESS_THAN_SIGNED,
                    MAXIMUM, MAXIMUM_UNSIGNED, MINIMUM, MINIMUM_UNSIGNED -> R1 | R2 | TO_R3;
            case CMOV_IF_ZERO, CMOV_IF_NOT_ZERO -> R1 | R2 | R3 | TO_R3;

            case TRAP, INVALID, FALLTHROUGH, MEMSET, ECALLI, SBRK,
                    JUMP, JUMP_INDIRECT, LOAD_IMM_AND_JUMP, LOAD_IMM_AND_JUMP_INDIRECT,
                    BRANCH_EQ, BRANCH_NOT_EQ, BRANCH_LESS_UNSIGNED, BRANCH_LESS_SIGNED,
                    BRANCH_GREATER_OR_EQUAL_UNSIGNED, BRANCH_GREATER_OR_EQUAL_SIGNED,
                    BRANCH_EQ_IMM, BRANCH_NOT_EQ_IMM, BRANCH_LESS_UNSIGNED_IMM, BRANCH_LESS_SIGNED_IMM,
                    BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM, BRANCH_LESS_OR_EQUAL_SIGNED_IMM,
                    BRANCH_GREATER_UNSIGNED_IMM, BRANCH_GREATER_SIGNED_IMM,
                    BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM, BRANCH_GREATER_OR_EQUAL_SIGNED_IMM -> EVERYTHING;
        };
    }
}
