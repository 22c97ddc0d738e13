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
import static dev.paddock.codegen.x64.internal.Encoder.XOR;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.internal.GuestMemory.Access;
import dev.paddock.program.Code;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import java.util.stream.Stream;

/**
 * From guest instruction to what emits it: one row each, for one width of guest registers.
 *
 * <p>A table of objects rather than a switch with the emitters inlined: in the switch's machine code HotSpot had
 * lifted what the cases have in common to before the switch, to be done for every instruction. On the sampler, five
 * alternating runs of each on a busy machine, the switch took 1.3 times as long (medians 30 and 34 ns an instruction,
 * without gas and with sync gas, against 24 and 26); the rows also came with a branch less in memory operands.
 */
final class InstructionTable {
    /**
     * No guest instruction takes more bytes of machine code than this: 47 a signed remainder of 32 bits, 39 the extension
     * of all registers before a jump or host call, which take 27 themselves.
     */
    static final int LONGEST = 72;

    private final Emission emission;
    private final Extensions extensions;
    private final Row[] rows;

    /** {@code natural}: the width of guest registers. */
    InstructionTable(Encoder out, BlockTable blocks, Runs runs, int natural) {
        emission = new Emission(out, blocks, runs, natural);
        extensions = emission.extensions();
        rows = Stream.of(Opcode.values()).map(opcode -> row(opcode, emission)).toArray(Row[]::new);
    }

    /** Starts to compile {@code code}. */
    void begin(Code code, CompilerOptions options) {
        emission.begin(code, options);
    }

    /** What instructions leave for each other. */
    Emission emission() {
        return emission;
    }

    /** Emits the instruction the reader stands on. */
    void emit(InstructionReader r) {
        if (extensions.isActive()) {
            extensions.before(r);
        }
        rows[r.opcodeOrdinal()].emit(r);
    }

    private static Row row(Opcode opcode, Emission x) {
        // @formatter:off
        // spotless:off
        return switch (opcode) {
            case TRAP, INVALID                        -> new Leaving.Trap(x);
            case FALLTHROUGH                          -> new Branches.Fallthrough(x);
            case MEMSET                               -> new Leaving.Memset(x);
            case UNLIKELY                             -> new Leaving.Nothing(x);
            case ECALLI                               -> new Leaving.HostCall(x);
            case SBRK                                 -> new Leaving.Sbrk(x);

            case LOAD_IMM64                           -> new Constants.Load(x);
            case LOAD_IMM                             -> new Constants.Load(x);
            case MOVE_REG                             -> new Constants.Move(x);

            case STORE_IMM_U8                         -> new GuestMemory.AbsoluteImm(x, Access.STORE_IMM_8);
            case STORE_IMM_U16                        -> new GuestMemory.AbsoluteImm(x, Access.STORE_IMM_16);
            case STORE_IMM_U32                        -> new GuestMemory.AbsoluteImm(x, Access.STORE_IMM_32);
            case STORE_IMM_U64                        -> new GuestMemory.AbsoluteImm(x, Access.STORE_IMM_64);
            case LOAD_U8                              -> new GuestMemory.Absolute(x, Access.LOAD_U8);
            case LOAD_I8                              -> new GuestMemory.Absolute(x, Access.LOAD_I8);
            case LOAD_U16                             -> new GuestMemory.Absolute(x, Access.LOAD_U16);
            case LOAD_I16                             -> new GuestMemory.Absolute(x, Access.LOAD_I16);
            case LOAD_U32                             -> new GuestMemory.Absolute(x, Access.LOAD_32);
            case LOAD_I32                             -> new GuestMemory.Absolute(x, Access.signed32(x));
            case LOAD_U64                             -> new GuestMemory.Absolute(x, Access.LOAD_64);
            case STORE_U8                             -> new GuestMemory.Absolute(x, Access.STORE_8);
            case STORE_U16                            -> new GuestMemory.Absolute(x, Access.STORE_16);
            case STORE_U32                            -> new GuestMemory.Absolute(x, Access.STORE_32);
            case STORE_U64                            -> new GuestMemory.Absolute(x, Access.STORE_64);
            case STORE_IMM_INDIRECT_U8                -> new GuestMemory.IndirectImm(x, Access.STORE_IMM_8);
            case STORE_IMM_INDIRECT_U16               -> new GuestMemory.IndirectImm(x, Access.STORE_IMM_16);
            case STORE_IMM_INDIRECT_U32               -> new GuestMemory.IndirectImm(x, Access.STORE_IMM_32);
            case STORE_IMM_INDIRECT_U64               -> new GuestMemory.IndirectImm(x, Access.STORE_IMM_64);
            case STORE_INDIRECT_U8                    -> new GuestMemory.Indirect(x, Access.STORE_8);
            case STORE_INDIRECT_U16                   -> new GuestMemory.Indirect(x, Access.STORE_16);
            case STORE_INDIRECT_U32                   -> new GuestMemory.Indirect(x, Access.STORE_32);
            case STORE_INDIRECT_U64                   -> new GuestMemory.Indirect(x, Access.STORE_64);
            case LOAD_INDIRECT_U8                     -> new GuestMemory.Indirect(x, Access.LOAD_U8);
            case LOAD_INDIRECT_I8                     -> new GuestMemory.Indirect(x, Access.LOAD_I8);
            case LOAD_INDIRECT_U16                    -> new GuestMemory.Indirect(x, Access.LOAD_U16);
            case LOAD_INDIRECT_I16                    -> new GuestMemory.Indirect(x, Access.LOAD_I16);
            case LOAD_INDIRECT_U32                    -> new GuestMemory.Indirect(x, Access.LOAD_32);
            case LOAD_INDIRECT_I32                    -> new GuestMemory.Indirect(x, Access.signed32(x));
            case LOAD_INDIRECT_U64                    -> new GuestMemory.Indirect(x, Access.LOAD_64);

            case JUMP                                 -> new Branches.Jump(x);
            case JUMP_INDIRECT                        -> new Leaving.DynamicJump(x);
            case LOAD_IMM_AND_JUMP                    -> new Branches.LoadAndJump(x);
            case LOAD_IMM_AND_JUMP_INDIRECT           -> new Leaving.LoadAndDynamicJump(x);
            case BRANCH_EQ_IMM                        -> new Branches.BranchImm(x, EQUAL);
            case BRANCH_NOT_EQ_IMM                    -> new Branches.BranchImm(x, NOT_EQUAL);
            case BRANCH_LESS_UNSIGNED_IMM             -> new Branches.BranchImm(x, BELOW);
            case BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM    -> new Branches.BranchImm(x, BELOW_OR_EQUAL);
            case BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM -> new Branches.BranchImm(x, ABOVE_OR_EQUAL);
            case BRANCH_GREATER_UNSIGNED_IMM          -> new Branches.BranchImm(x, ABOVE);
            case BRANCH_LESS_SIGNED_IMM               -> new Branches.BranchImm(x, LESS);
            case BRANCH_LESS_OR_EQUAL_SIGNED_IMM      -> new Branches.BranchImm(x, LESS_OR_EQUAL);
            case BRANCH_GREATER_OR_EQUAL_SIGNED_IMM   -> new Branches.BranchImm(x, GREATER_OR_EQUAL);
            case BRANCH_GREATER_SIGNED_IMM            -> new Branches.BranchImm(x, GREATER);
            case BRANCH_EQ                            -> new Branches.Branch(x, EQUAL);
            case BRANCH_NOT_EQ                        -> new Branches.Branch(x, NOT_EQUAL);
            case BRANCH_LESS_UNSIGNED                 -> new Branches.Branch(x, BELOW);
            case BRANCH_LESS_SIGNED                   -> new Branches.Branch(x, LESS);
            case BRANCH_GREATER_OR_EQUAL_UNSIGNED     -> new Branches.Branch(x, ABOVE_OR_EQUAL);
            case BRANCH_GREATER_OR_EQUAL_SIGNED       -> new Branches.Branch(x, GREATER_OR_EQUAL);

            case COUNT_SET_BITS_64                    -> new BitOperations.Count(x, Encoder.POPCNT, W64);
            case COUNT_SET_BITS_32                    -> new BitOperations.Count(x, Encoder.POPCNT, W32);
            case COUNT_LEADING_ZERO_BITS_64           -> new BitOperations.Count(x, Encoder.LZCNT, W64);
            case COUNT_LEADING_ZERO_BITS_32           -> new BitOperations.Count(x, Encoder.LZCNT, W32);
            case COUNT_TRAILING_ZERO_BITS_64          -> new BitOperations.Count(x, Encoder.TZCNT, W64);
            case COUNT_TRAILING_ZERO_BITS_32          -> new BitOperations.Count(x, Encoder.TZCNT, W32);
            case SIGN_EXTEND_8                        -> new BitOperations.SignExtend8(x);
            case SIGN_EXTEND_16                       -> new BitOperations.SignExtend16(x);
            case ZERO_EXTEND_16                       -> new BitOperations.ZeroExtend16(x);
            case REVERSE_BYTE                         -> new BitOperations.ReverseBytes(x);

            case ADD_IMM_32                           -> new Arithmetic.AddImm(x, W32);
            case ADD_IMM_64                           -> new Arithmetic.AddImm(x, W64);
            case NEGATE_AND_ADD_IMM_32                -> new Arithmetic.NegateAndAdd(x, W32);
            case NEGATE_AND_ADD_IMM_64                -> new Arithmetic.NegateAndAdd(x, W64);
            case AND_IMM                              -> new Logic.AndImm(x);
            case XOR_IMM                              -> new Logic.XorImm(x);
            case OR_IMM                               -> new Logic.OrImm(x);
            case MUL_IMM_32                           -> new Multiplication.LowImm(x, W32);
            case MUL_IMM_64                           -> new Multiplication.LowImm(x, W64);
            case SET_LESS_THAN_UNSIGNED_IMM           -> new Comparison.SetImm(x, BELOW);
            case SET_LESS_THAN_SIGNED_IMM             -> new Comparison.SetImm(x, LESS);
            case SET_GREATER_THAN_UNSIGNED_IMM        -> new Comparison.SetImm(x, ABOVE);
            case SET_GREATER_THAN_SIGNED_IMM          -> new Comparison.SetImm(x, GREATER);
            case CMOV_IF_ZERO_IMM                     -> new Comparison.ConditionalMoveImm(x, EQUAL);
            case CMOV_IF_NOT_ZERO_IMM                 -> new Comparison.ConditionalMoveImm(x, NOT_EQUAL);
            case SHIFT_LOGICAL_LEFT_IMM_32            -> new Shifts.LeftImm(x, W32);
            case SHIFT_LOGICAL_RIGHT_IMM_32           -> new Shifts.RightImm(x, W32);
            case SHIFT_ARITHMETIC_RIGHT_IMM_32        -> new Shifts.ArithmeticRightImm(x, W32);
            case SHIFT_LOGICAL_LEFT_IMM_64            -> new Shifts.LeftImm(x, W64);
            case SHIFT_LOGICAL_RIGHT_IMM_64           -> new Shifts.RightImm(x, W64);
            case SHIFT_ARITHMETIC_RIGHT_IMM_64        -> new Shifts.ArithmeticRightImm(x, W64);
            case SHIFT_LOGICAL_LEFT_IMM_ALT_32        -> new Shifts.OfConstant(x, Encoder.SHLX, W32);
            case SHIFT_LOGICAL_RIGHT_IMM_ALT_32       -> new Shifts.OfConstant(x, Encoder.SHRX, W32);
            case SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32    -> new Shifts.OfConstant(x, Encoder.SARX, W32);
            case SHIFT_LOGICAL_LEFT_IMM_ALT_64        -> new Shifts.OfConstant(x, Encoder.SHLX, W64);
            case SHIFT_LOGICAL_RIGHT_IMM_ALT_64       -> new Shifts.OfConstant(x, Encoder.SHRX, W64);
            case SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64    -> new Shifts.OfConstant(x, Encoder.SARX, W64);
            case ROTATE_RIGHT_IMM_32                  -> new Shifts.RotateRightImm(x, W32);
            case ROTATE_RIGHT_IMM_64                  -> new Shifts.RotateRightImm(x, W64);
            case ROTATE_RIGHT_IMM_ALT_32              -> new Shifts.RotateOfConstant(x, W32);
            case ROTATE_RIGHT_IMM_ALT_64              -> new Shifts.RotateOfConstant(x, W64);

            case ADD_32                               -> new Arithmetic.Add(x, W32);
            case ADD_64                               -> new Arithmetic.Add(x, W64);
            case SUB_32                               -> new Arithmetic.Sub(x, W32);
            case SUB_64                               -> new Arithmetic.Sub(x, W64);
            case MUL_32                               -> new Multiplication.Low(x, W32);
            case MUL_64                               -> new Multiplication.Low(x, W64);
            case MUL_UPPER_SIGNED_SIGNED              -> new Multiplication.UpperSigned(x);
            case MUL_UPPER_UNSIGNED_UNSIGNED          -> new Multiplication.UpperUnsigned(x);
            case MUL_UPPER_SIGNED_UNSIGNED            -> new Multiplication.UpperMixed(x);
            case DIV_UNSIGNED_32                      -> Division.unsigned(x, W32);
            case DIV_SIGNED_32                        -> Division.signed(x, W32);
            case REM_UNSIGNED_32                      -> Division.unsignedRemainder(x, W32);
            case REM_SIGNED_32                        -> Division.signedRemainder(x, W32);
            case DIV_UNSIGNED_64                      -> Division.unsigned(x, W64);
            case DIV_SIGNED_64                        -> Division.signed(x, W64);
            case REM_UNSIGNED_64                      -> Division.unsignedRemainder(x, W64);
            case REM_SIGNED_64                        -> Division.signedRemainder(x, W64);
            case SHIFT_LOGICAL_LEFT_32                -> new Shifts.ByRegister(x, Encoder.SHLX, W32);
            case SHIFT_LOGICAL_RIGHT_32               -> new Shifts.ByRegister(x, Encoder.SHRX, W32);
            case SHIFT_ARITHMETIC_RIGHT_32            -> new Shifts.ByRegister(x, Encoder.SARX, W32);
            case SHIFT_LOGICAL_LEFT_64                -> new Shifts.ByRegister(x, Encoder.SHLX, W64);
            case SHIFT_LOGICAL_RIGHT_64               -> new Shifts.ByRegister(x, Encoder.SHRX, W64);
            case SHIFT_ARITHMETIC_RIGHT_64            -> new Shifts.ByRegister(x, Encoder.SARX, W64);
            case ROTATE_LEFT_32                       -> new Shifts.RotateByRegister(x, ROL, W32);
            case ROTATE_LEFT_64                       -> new Shifts.RotateByRegister(x, ROL, W64);
            case ROTATE_RIGHT_32                      -> new Shifts.RotateByRegister(x, ROR, W32);
            case ROTATE_RIGHT_64                      -> new Shifts.RotateByRegister(x, ROR, W64);
            case AND                                  -> new Logic.Plain(x, AND);
            case OR                                   -> new Logic.Plain(x, OR);
            case XOR                                  -> new Logic.Plain(x, XOR);
            case AND_INVERTED                         -> new Logic.AndInverted(x);
            case OR_INVERTED                          -> new Logic.OrInverted(x);
            case XNOR                                 -> new Logic.Xnor(x);
            case SET_LESS_THAN_UNSIGNED               -> new Comparison.Set(x, BELOW);
            case SET_LESS_THAN_SIGNED                 -> new Comparison.Set(x, LESS);
            case CMOV_IF_ZERO                         -> new Comparison.ConditionalMove(x, EQUAL);
            case CMOV_IF_NOT_ZERO                     -> new Comparison.ConditionalMove(x, NOT_EQUAL);
            case MAXIMUM                              -> new Comparison.Select(x, LESS);
            case MAXIMUM_UNSIGNED                     -> new Comparison.Select(x, BELOW);
            case MINIMUM                              -> new Comparison.Select(x, GREATER);
            case MINIMUM_UNSIGNED                     -> new Comparison.Select(x, ABOVE);
        };
        // spotless:on
        // @formatter:on
    }
}
