package dev.paddock.codegen.x64.internal;

import static dev.paddock.codegen.x64.internal.Conditions.ABOVE;
import static dev.paddock.codegen.x64.internal.Conditions.ABOVE_OR_EQUAL;
import static dev.paddock.codegen.x64.internal.Conditions.BELOW;
import static dev.paddock.codegen.x64.internal.Conditions.BELOW_OR_EQUAL;
import static dev.paddock.codegen.x64.internal.Conditions.EQUAL;
import static dev.paddock.codegen.x64.internal.Conditions.GREATER;
import static dev.paddock.codegen.x64.internal.Conditions.GREATER_OR_EQUAL;
import static dev.paddock.codegen.x64.internal.Conditions.LESS;
import static dev.paddock.codegen.x64.internal.Conditions.LESS_OR_EQUAL;
import static dev.paddock.codegen.x64.internal.Conditions.NOT_EQUAL;
import static dev.paddock.codegen.x64.internal.Encoder.AND;
import static dev.paddock.codegen.x64.internal.Encoder.OR;
import static dev.paddock.codegen.x64.internal.Encoder.ROL;
import static dev.paddock.codegen.x64.internal.Encoder.ROR;
import static dev.paddock.codegen.x64.internal.Encoder.W32;
import static dev.paddock.codegen.x64.internal.Encoder.W64;

import dev.paddock.program.Code;
import dev.paddock.program.InstructionReader;

/**
 * From guest instruction to emitter: one row each. {@code r1, r2, r3} are the hardware registers of the operands as the
 * reader numbers them: where there are two, r1 is the destination (or what is stored, or compared) and r2 the source (or
 * base); where there are three, r1 and r2 are the sources and r3 the destination.
 *
 * <p>Code is for one width of registers: 64 bits, or 32 in latest32, whose machine registers hold zero-extended values.
 */
final class InstructionEmitter {
    /** No guest instruction takes more bytes of machine code than this (a signed remainder of 32 bits: 47). */
    static final int LONGEST = 64;

    private final Encoder out;
    private final Constants constants;
    private final Arithmetic arithmetic;
    private final Logic logic;
    private final Comparison comparison;
    private final Shifts shifts;
    private final Multiplication multiplication;
    private final Division division;
    private final BitOperations bits;
    private final GuestMemory memory;
    private final Branches branches;
    private final Leaving leaving;
    private final int w;
    private int codeLength;

    /** {@code natural}: the width of guest registers. */
    InstructionEmitter(Encoder out, BlockTable blocks, int natural) {
        this.out = out;
        w = natural;
        constants = new Constants(out, natural);
        arithmetic = new Arithmetic(out, constants);
        logic = new Logic(out, constants, natural);
        comparison = new Comparison(out, constants, natural);
        shifts = new Shifts(out, constants, natural);
        multiplication = new Multiplication(out, constants, natural);
        division = new Division(out, constants, shifts, natural);
        bits = new BitOperations(out, constants, natural);
        memory = new GuestMemory(out, natural);
        branches = new Branches(out, comparison, blocks);
        leaving = new Leaving(out, constants, natural);
    }

    void begin(Code code, int memsetStub, int[] sortedOneWayImports) {
        codeLength = code.length();
        branches.begin(codeLength);
        leaving.begin(memsetStub, sortedOneWayImports);
    }

    /** Emits the instruction the reader stands on. */
    void emit(InstructionReader r) {
        int r1 = GuestRegisters.hardware(r.r1());
        int r2 = GuestRegisters.hardware(r.r2());
        int r3 = GuestRegisters.hardware(r.r3());
        int i = (int) r.imm1();
        // @formatter:off
        // spotless:off
        switch (r.opcode()) {
            case TRAP, INVALID                        -> out.hlt();
            case FALLTHROUGH                          -> fallthrough(r);
            case MEMSET                               -> leaving.memset();
            case UNLIKELY                             -> {}
            case ECALLI                               -> leaving.hostCall(i);
            case SBRK                                 -> leaving.sbrk(r.r1(), r.r2());

            case LOAD_IMM64                           -> constants.load(r1, r.imm1());
            case LOAD_IMM                             -> constants.load(r1, i);
            case MOVE_REG                             -> constants.move(r1, r2);

            case STORE_IMM_U8                         -> memory.storeImm8((int) r.imm2(), i);
            case STORE_IMM_U16                        -> memory.storeImm16((int) r.imm2(), i);
            case STORE_IMM_U32                        -> memory.storeImm32((int) r.imm2(), i);
            case STORE_IMM_U64                        -> memory.storeImm64((int) r.imm2(), i);
            case LOAD_U8                              -> memory.loadU8(r1, i);
            case LOAD_I8                              -> memory.loadI8(r1, i);
            case LOAD_U16                             -> memory.loadU16(r1, i);
            case LOAD_I16                             -> memory.loadI16(r1, i);
            case LOAD_U32                             -> memory.loadU32(r1, i);
            case LOAD_I32                             -> memory.loadI32(r1, i);
            case LOAD_U64                             -> memory.loadU64(r1, i);
            case STORE_U8                             -> memory.store8(r1, i);
            case STORE_U16                            -> memory.store16(r1, i);
            case STORE_U32                            -> memory.store32(r1, i);
            case STORE_U64                            -> memory.store64(r1, i);
            case STORE_IMM_INDIRECT_U8                -> memory.storeImm8((int) r.imm2(), r1, i);
            case STORE_IMM_INDIRECT_U16               -> memory.storeImm16((int) r.imm2(), r1, i);
            case STORE_IMM_INDIRECT_U32               -> memory.storeImm32((int) r.imm2(), r1, i);
            case STORE_IMM_INDIRECT_U64               -> memory.storeImm64((int) r.imm2(), r1, i);
            case STORE_INDIRECT_U8                    -> memory.store8(r1, r2, i);
            case STORE_INDIRECT_U16                   -> memory.store16(r1, r2, i);
            case STORE_INDIRECT_U32                   -> memory.store32(r1, r2, i);
            case STORE_INDIRECT_U64                   -> memory.store64(r1, r2, i);
            case LOAD_INDIRECT_U8                     -> memory.loadU8(r1, r2, i);
            case LOAD_INDIRECT_I8                     -> memory.loadI8(r1, r2, i);
            case LOAD_INDIRECT_U16                    -> memory.loadU16(r1, r2, i);
            case LOAD_INDIRECT_I16                    -> memory.loadI16(r1, r2, i);
            case LOAD_INDIRECT_U32                    -> memory.loadU32(r1, r2, i);
            case LOAD_INDIRECT_I32                    -> memory.loadI32(r1, r2, i);
            case LOAD_INDIRECT_U64                    -> memory.loadU64(r1, r2, i);

            case JUMP                                 -> branches.jump(r.pc(), r.target());
            case JUMP_INDIRECT                        -> leaving.dynamicJump(r1, i);
            case LOAD_IMM_AND_JUMP                    -> { constants.load(r1, i); branches.jump(r.pc(), r.target()); }
            case LOAD_IMM_AND_JUMP_INDIRECT           -> leaving.loadAndDynamicJump(r1, i, r2, (int) r.imm2());
            case BRANCH_EQ_IMM                        -> branchImm(EQUAL, r1, r);
            case BRANCH_NOT_EQ_IMM                    -> branchImm(NOT_EQUAL, r1, r);
            case BRANCH_LESS_UNSIGNED_IMM             -> branchImm(BELOW, r1, r);
            case BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM    -> branchImm(BELOW_OR_EQUAL, r1, r);
            case BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM -> branchImm(ABOVE_OR_EQUAL, r1, r);
            case BRANCH_GREATER_UNSIGNED_IMM          -> branchImm(ABOVE, r1, r);
            case BRANCH_LESS_SIGNED_IMM               -> branchImm(LESS, r1, r);
            case BRANCH_LESS_OR_EQUAL_SIGNED_IMM      -> branchImm(LESS_OR_EQUAL, r1, r);
            case BRANCH_GREATER_OR_EQUAL_SIGNED_IMM   -> branchImm(GREATER_OR_EQUAL, r1, r);
            case BRANCH_GREATER_SIGNED_IMM            -> branchImm(GREATER, r1, r);
            case BRANCH_EQ                            -> branch(EQUAL, r1, r2, r);
            case BRANCH_NOT_EQ                        -> branch(NOT_EQUAL, r1, r2, r);
            case BRANCH_LESS_UNSIGNED                 -> branch(BELOW, r1, r2, r);
            case BRANCH_LESS_SIGNED                   -> branch(LESS, r1, r2, r);
            case BRANCH_GREATER_OR_EQUAL_UNSIGNED     -> branch(ABOVE_OR_EQUAL, r1, r2, r);
            case BRANCH_GREATER_OR_EQUAL_SIGNED       -> branch(GREATER_OR_EQUAL, r1, r2, r);

            case COUNT_SET_BITS_64                    -> bits.countSet(W64, r1, r2);
            case COUNT_SET_BITS_32                    -> bits.countSet(W32, r1, r2);
            case COUNT_LEADING_ZERO_BITS_64           -> bits.countLeadingZeros(W64, r1, r2);
            case COUNT_LEADING_ZERO_BITS_32           -> bits.countLeadingZeros(W32, r1, r2);
            case COUNT_TRAILING_ZERO_BITS_64          -> bits.countTrailingZeros(W64, r1, r2);
            case COUNT_TRAILING_ZERO_BITS_32          -> bits.countTrailingZeros(W32, r1, r2);
            case SIGN_EXTEND_8                        -> bits.signExtend8(r1, r2);
            case SIGN_EXTEND_16                       -> bits.signExtend16(r1, r2);
            case ZERO_EXTEND_16                       -> bits.zeroExtend16(r1, r2);
            case REVERSE_BYTE                         -> bits.reverseBytes(r1, r2);

            case ADD_IMM_32                           -> addImm32(r1, r2, i);
            case ADD_IMM_64                           -> arithmetic.addImm(W64, r1, r2, i);
            case NEGATE_AND_ADD_IMM_32                -> { arithmetic.negateAndAdd(W32, r1, r2, i); shifts.extend(W32, r1); }
            case NEGATE_AND_ADD_IMM_64                -> arithmetic.negateAndAdd(W64, r1, r2, i);
            case AND_IMM                              -> logic.andImm(r1, r2, i);
            case XOR_IMM                              -> logic.xorImm(r1, r2, i);
            case OR_IMM                               -> logic.orImm(r1, r2, i);
            case MUL_IMM_32                           -> { out.imulImm(W32, r1, r2, i); shifts.extend(W32, r1); }
            case MUL_IMM_64                           -> out.imulImm(W64, r1, r2, i);
            case SET_LESS_THAN_UNSIGNED_IMM           -> comparison.setImm(BELOW, r1, r2, i);
            case SET_LESS_THAN_SIGNED_IMM             -> comparison.setImm(LESS, r1, r2, i);
            case SET_GREATER_THAN_UNSIGNED_IMM        -> comparison.setImm(ABOVE, r1, r2, i);
            case SET_GREATER_THAN_SIGNED_IMM          -> comparison.setImm(GREATER, r1, r2, i);
            case CMOV_IF_ZERO_IMM                     -> comparison.conditionalMoveImm(EQUAL, r1, i, r2);
            case CMOV_IF_NOT_ZERO_IMM                 -> comparison.conditionalMoveImm(NOT_EQUAL, r1, i, r2);
            case SHIFT_LOGICAL_LEFT_IMM_32            -> shifts.leftImm(W32, r1, r2, i & 31);
            case SHIFT_LOGICAL_RIGHT_IMM_32           -> shifts.rightImm(W32, r1, r2, i & 31);
            case SHIFT_ARITHMETIC_RIGHT_IMM_32        -> shifts.arithmeticRightImm(W32, r1, r2, i & 31);
            case SHIFT_LOGICAL_LEFT_IMM_64            -> shifts.leftImm(W64, r1, r2, i & 63);
            case SHIFT_LOGICAL_RIGHT_IMM_64           -> shifts.rightImm(W64, r1, r2, i & 63);
            case SHIFT_ARITHMETIC_RIGHT_IMM_64        -> shifts.arithmeticRightImm(W64, r1, r2, i & 63);
            case SHIFT_LOGICAL_LEFT_IMM_ALT_32        -> shifts.leftConstant(W32, r1, i, r2);
            case SHIFT_LOGICAL_RIGHT_IMM_ALT_32       -> shifts.rightConstant(W32, r1, i, r2);
            case SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32    -> shifts.arithmeticRightConstant(W32, r1, i, r2);
            case SHIFT_LOGICAL_LEFT_IMM_ALT_64        -> shifts.leftConstant(W64, r1, i, r2);
            case SHIFT_LOGICAL_RIGHT_IMM_ALT_64       -> shifts.rightConstant(W64, r1, i, r2);
            case SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64    -> shifts.arithmeticRightConstant(W64, r1, i, r2);
            case ROTATE_RIGHT_IMM_32                  -> shifts.rotateRightImm(W32, r1, r2, i & 31);
            case ROTATE_RIGHT_IMM_64                  -> shifts.rotateRightImm(W64, r1, r2, i & 63);
            case ROTATE_RIGHT_IMM_ALT_32              -> shifts.rotateConstant(W32, r1, i, r2);
            case ROTATE_RIGHT_IMM_ALT_64              -> shifts.rotateConstant(W64, r1, i, r2);

            case ADD_32                               -> { arithmetic.add(W32, r3, r1, r2); shifts.extend(W32, r3); }
            case ADD_64                               -> arithmetic.add(W64, r3, r1, r2);
            case SUB_32                               -> { arithmetic.sub(W32, r3, r1, r2); shifts.extend(W32, r3); }
            case SUB_64                               -> arithmetic.sub(W64, r3, r1, r2);
            case MUL_32                               -> { multiplication.low(W32, r3, r1, r2); shifts.extend(W32, r3); }
            case MUL_64                               -> multiplication.low(W64, r3, r1, r2);
            case MUL_UPPER_SIGNED_SIGNED              -> multiplication.upperSigned(r3, r1, r2);
            case MUL_UPPER_UNSIGNED_UNSIGNED          -> multiplication.upperUnsigned(r3, r1, r2);
            case MUL_UPPER_SIGNED_UNSIGNED            -> multiplication.upperMixed(r3, r1, r2);
            case DIV_UNSIGNED_32                      -> division.unsigned(W32, r3, r1, r2);
            case DIV_SIGNED_32                        -> division.signed(W32, r3, r1, r2);
            case REM_UNSIGNED_32                      -> division.unsignedRemainder(W32, r3, r1, r2);
            case REM_SIGNED_32                        -> division.signedRemainder(W32, r3, r1, r2);
            case DIV_UNSIGNED_64                      -> division.unsigned(W64, r3, r1, r2);
            case DIV_SIGNED_64                        -> division.signed(W64, r3, r1, r2);
            case REM_UNSIGNED_64                      -> division.unsignedRemainder(W64, r3, r1, r2);
            case REM_SIGNED_64                        -> division.signedRemainder(W64, r3, r1, r2);
            case SHIFT_LOGICAL_LEFT_32                -> shifts.left(W32, r3, r1, r2);
            case SHIFT_LOGICAL_RIGHT_32               -> shifts.right(W32, r3, r1, r2);
            case SHIFT_ARITHMETIC_RIGHT_32            -> shifts.arithmeticRight(W32, r3, r1, r2);
            case SHIFT_LOGICAL_LEFT_64                -> shifts.left(W64, r3, r1, r2);
            case SHIFT_LOGICAL_RIGHT_64               -> shifts.right(W64, r3, r1, r2);
            case SHIFT_ARITHMETIC_RIGHT_64            -> shifts.arithmeticRight(W64, r3, r1, r2);
            case ROTATE_LEFT_32                       -> shifts.rotate(ROL, W32, r3, r1, r2);
            case ROTATE_LEFT_64                       -> shifts.rotate(ROL, W64, r3, r1, r2);
            case ROTATE_RIGHT_32                      -> shifts.rotate(ROR, W32, r3, r1, r2);
            case ROTATE_RIGHT_64                      -> shifts.rotate(ROR, W64, r3, r1, r2);
            case AND                                  -> logic.andOr(AND, r3, r1, r2);
            case OR                                   -> logic.andOr(OR, r3, r1, r2);
            case XOR                                  -> logic.xor(r3, r1, r2);
            case AND_INVERTED                         -> logic.andInverted(r3, r1, r2);
            case OR_INVERTED                          -> logic.orInverted(r3, r1, r2);
            case XNOR                                 -> logic.xnor(r3, r1, r2);
            case SET_LESS_THAN_UNSIGNED               -> comparison.set(BELOW, r3, r1, r2);
            case SET_LESS_THAN_SIGNED                 -> comparison.set(LESS, r3, r1, r2);
            case CMOV_IF_ZERO                         -> comparison.conditionalMove(EQUAL, r3, r1, r2);
            case CMOV_IF_NOT_ZERO                     -> comparison.conditionalMove(NOT_EQUAL, r3, r1, r2);
            case MAXIMUM                              -> comparison.select(LESS, r3, r1, r2);
            case MAXIMUM_UNSIGNED                     -> comparison.select(BELOW, r3, r1, r2);
            case MINIMUM                              -> comparison.select(GREATER, r3, r1, r2);
            case MINIMUM_UNSIGNED                     -> comparison.select(ABOVE, r3, r1, r2);
        }
        // spotless:on
        // @formatter:on
    }

    /** Nothing, except at the end of the code: there it traps at its own pc. */
    private void fallthrough(InstructionReader r) {
        if (r.nextPc() >= codeLength) {
            out.hlt();
        }
    }

    /** {@code d = sx32(s + value)}; with 0 it is the guest's way to write a sign extension. */
    private void addImm32(int d, int s, int value) {
        if (value == 0 && w == W64) {
            out.movsxd(d, s);
        } else {
            arithmetic.addImm(W32, d, s, value);
            shifts.extend(W32, d);
        }
    }

    private void branch(int condition, int a, int b, InstructionReader r) {
        branches.branch(condition, a, b, r.pc(), r.nextPc(), r.target());
    }

    private void branchImm(int condition, int a, InstructionReader r) {
        branches.branchImm(condition, a, (int) r.imm1(), r.pc(), r.nextPc(), r.target());
    }
}
