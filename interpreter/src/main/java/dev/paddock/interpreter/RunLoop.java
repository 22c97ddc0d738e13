package dev.paddock.interpreter;

import java.lang.invoke.VarHandle;

/**
 * The hot loop: runs decoded words until something happens that {@link Interpreter} has to see to.
 *
 * <p>One method, so that its state lives in machine registers, with everything seldom kept out of it: HotSpot compiles no
 * method of 8,000 bytes or more, and stops inlining into one when the sum passes the same number. Loads and stores must
 * be inlined; the operations in {@link Arithmetic} need not be.
 */
final class RunLoop {
    // Why it came back. The word concerned is at the interpreter's index, but for BLOCK_ENTRY and OUT_OF_GAS, which have
    // not entered the block at the interpreter's target.
    static final int BLOCK_ENTRY = 0;
    static final int OUT_OF_GAS = 1;
    static final int TRAP = 2;
    static final int FINISHED = 3;
    static final int HOST_CALL = 4;
    static final int FAULT = 5;
    static final int MEMSET = 6;
    static final int SBRK = 7;
    static final int RARE = 8;
    static final int STEPPED = 9;

    private RunLoop() {}

    /**
     * Runs from the interpreter's index on.
     *
     * @param words where to read words
     * @param aux where to read the costs of blocks
     * @param leave -1: leave before the next block is entered; 0: go on
     */
    static int run(Interpreter machine, long[] words, int[] aux, int leave) {
        long[] r = machine.registers;
        PagedMemory memory = machine.memory;
        DecodedCode code = machine.decoded;
        long gas = machine.budget;
        int block = machine.block;
        int i = machine.index;
        int target = 0;
        int why;
        try {
            blocks:
            while (true) {
                inBlock:
                while (true) {
                    long word = words[i++];
                    int low = (int) word;
                    int r1 = low >>> 8 & 15;
                    int r2 = low >>> 12 & 15;
                    long a = r[r1];
                    long b = r[r2];
                    switch (low & 0xff) {
                        // @formatter:off
                        // spotless:off
                        case Op.LOAD_IMM                      -> r[r1] = word >> 32;
                        case Op.LOAD_IMM64                    -> r[r1] = words[i++];
                        case Op.MOVE_REG                      -> r[r1] = b;
                        case Op.UNLIKELY                      -> { }

                        case Op.LOAD_INDIRECT_U8              -> r[r1] = memory.loadU8((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_I8              -> r[r1] = memory.loadI8((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_U16             -> r[r1] = memory.loadU16((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_I16             -> r[r1] = memory.loadI16((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_U32             -> r[r1] = memory.loadU32((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_I32             -> r[r1] = memory.loadI32((int) (b + (word >> 32)));
                        case Op.LOAD_INDIRECT_U64             -> r[r1] = memory.loadU64((int) (b + (word >> 32)));
                        case Op.STORE_INDIRECT_U8             -> memory.store8((int) (b + (word >> 32)), a);
                        case Op.STORE_INDIRECT_U16            -> memory.store16((int) (b + (word >> 32)), a);
                        case Op.STORE_INDIRECT_U32            -> memory.store32((int) (b + (word >> 32)), a);
                        case Op.STORE_INDIRECT_U64            -> memory.store64((int) (b + (word >> 32)), a);
                        case Op.STORE_IMM_INDIRECT_U8, Op.STORE_IMM_INDIRECT_U16,
                             Op.STORE_IMM_INDIRECT_U32, Op.STORE_IMM_INDIRECT_U64 -> {
                            Arithmetic.storeConstant(low & 0xff, memory, (int) (a + (word >> 32)), words[i]);
                            i++;
                        }

                        case Op.ADD_32                        -> r[low >>> 16 & 15] = (int) (a + b);
                        case Op.SUB_32                        -> r[low >>> 16 & 15] = (int) (a - b);
                        case Op.MUL_32                        -> r[low >>> 16 & 15] = (int) (a * b);
                        case Op.ADD_64                        -> r[low >>> 16 & 15] = a + b;
                        case Op.SUB_64                        -> r[low >>> 16 & 15] = a - b;
                        case Op.MUL_64                        -> r[low >>> 16 & 15] = a * b;
                        case Op.AND                           -> r[low >>> 16 & 15] = a & b;
                        case Op.XOR                           -> r[low >>> 16 & 15] = a ^ b;
                        case Op.OR                            -> r[low >>> 16 & 15] = a | b;
                        case Op.SHIFT_LOGICAL_LEFT_32         -> r[low >>> 16 & 15] = (int) a << (int) b;
                        case Op.SHIFT_LOGICAL_RIGHT_32        -> r[low >>> 16 & 15] = (int) a >>> (int) b;
                        case Op.SHIFT_ARITHMETIC_RIGHT_32     -> r[low >>> 16 & 15] = (int) a >> (int) b;
                        case Op.SHIFT_LOGICAL_LEFT_64         -> r[low >>> 16 & 15] = a << b;
                        case Op.SHIFT_LOGICAL_RIGHT_64        -> r[low >>> 16 & 15] = a >>> b;
                        case Op.SHIFT_ARITHMETIC_RIGHT_64     -> r[low >>> 16 & 15] = a >> b;
                        case Op.SET_LESS_THAN_UNSIGNED        -> r[low >>> 16 & 15] = Long.compareUnsigned(a, b) < 0 ? 1 : 0;
                        case Op.SET_LESS_THAN_SIGNED          -> r[low >>> 16 & 15] = a < b ? 1 : 0;
                        case Op.CMOV_IF_ZERO                  -> { if (b == 0) r[low >>> 16 & 15] = a; }
                        case Op.CMOV_IF_NOT_ZERO              -> { if (b != 0) r[low >>> 16 & 15] = a; }
                        case Op.DIV_UNSIGNED_32, Op.DIV_SIGNED_32, Op.REM_UNSIGNED_32, Op.REM_SIGNED_32,
                             Op.DIV_UNSIGNED_64, Op.DIV_SIGNED_64, Op.REM_UNSIGNED_64, Op.REM_SIGNED_64,
                             Op.MUL_UPPER_SIGNED_SIGNED, Op.MUL_UPPER_UNSIGNED_UNSIGNED, Op.MUL_UPPER_SIGNED_UNSIGNED,
                             Op.MUL_UPPER_SIGNED_SIGNED_HALF, Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF,
                             Op.MUL_UPPER_SIGNED_UNSIGNED_HALF,
                             Op.ROTATE_LEFT_64, Op.ROTATE_LEFT_32, Op.ROTATE_RIGHT_64, Op.ROTATE_RIGHT_32,
                             Op.AND_INVERTED, Op.OR_INVERTED, Op.XNOR,
                             Op.MAXIMUM, Op.MAXIMUM_UNSIGNED, Op.MINIMUM, Op.MINIMUM_UNSIGNED
                                                              -> r[low >>> 16 & 15] = Arithmetic.binary(low & 0xff, a, b);

                        case Op.ADD_IMM_32                    -> r[r1] = (int) (b + (word >> 32));
                        case Op.ADD_IMM_64                    -> r[r1] = b + (word >> 32);
                        case Op.AND_IMM                       -> r[r1] = b & word >> 32;
                        case Op.XOR_IMM                       -> r[r1] = b ^ word >> 32;
                        case Op.OR_IMM                        -> r[r1] = b | word >> 32;
                        case Op.MUL_IMM_32                    -> r[r1] = (int) (b * (word >> 32));
                        case Op.MUL_IMM_64                    -> r[r1] = b * (word >> 32);
                        case Op.NEGATE_AND_ADD_IMM_32         -> r[r1] = (int) ((word >> 32) - b);
                        case Op.NEGATE_AND_ADD_IMM_64         -> r[r1] = (word >> 32) - b;
                        case Op.SHIFT_LOGICAL_LEFT_IMM_32     -> r[r1] = (int) b << (int) (word >>> 32);
                        case Op.SHIFT_LOGICAL_RIGHT_IMM_32    -> r[r1] = (int) b >>> (int) (word >>> 32);
                        case Op.SHIFT_ARITHMETIC_RIGHT_IMM_32 -> r[r1] = (int) b >> (int) (word >>> 32);
                        case Op.SHIFT_LOGICAL_LEFT_IMM_64     -> r[r1] = b << (word >>> 32);
                        case Op.SHIFT_LOGICAL_RIGHT_IMM_64    -> r[r1] = b >>> (word >>> 32);
                        case Op.SHIFT_ARITHMETIC_RIGHT_IMM_64 -> r[r1] = b >> (word >>> 32);
                        case Op.ROTATE_RIGHT_IMM_64           -> r[r1] = Long.rotateRight(b, (int) (word >>> 32));
                        case Op.ROTATE_RIGHT_IMM_32           -> r[r1] = Integer.rotateRight((int) b, (int) (word >>> 32));
                        case Op.SET_LESS_THAN_UNSIGNED_IMM    -> r[r1] = Long.compareUnsigned(b, word >> 32) < 0 ? 1 : 0;
                        case Op.SET_LESS_THAN_SIGNED_IMM      -> r[r1] = b < word >> 32 ? 1 : 0;
                        case Op.CMOV_IF_ZERO_IMM              -> { if (b == 0) r[r1] = word >> 32; }
                        case Op.CMOV_IF_NOT_ZERO_IMM          -> { if (b != 0) r[r1] = word >> 32; }
                        case Op.SET_GREATER_THAN_UNSIGNED_IMM, Op.SET_GREATER_THAN_SIGNED_IMM,
                             Op.SHIFT_LOGICAL_LEFT_IMM_ALT_32, Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_32,
                             Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32, Op.SHIFT_LOGICAL_LEFT_IMM_ALT_64,
                             Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_64, Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64,
                             Op.ROTATE_RIGHT_IMM_ALT_64, Op.ROTATE_RIGHT_IMM_ALT_32
                                                              -> r[r1] = Arithmetic.immediate(low & 0xff, b, word >> 32);

                        case Op.SIGN_EXTEND_8                 -> r[r1] = (byte) b;
                        case Op.SIGN_EXTEND_16                -> r[r1] = (short) b;
                        case Op.ZERO_EXTEND_16                -> r[r1] = b & 0xffff;
                        case Op.COUNT_SET_BITS_64, Op.COUNT_SET_BITS_32,
                             Op.COUNT_LEADING_ZERO_BITS_64, Op.COUNT_LEADING_ZERO_BITS_32,
                             Op.COUNT_TRAILING_ZERO_BITS_64, Op.COUNT_TRAILING_ZERO_BITS_32,
                             Op.REVERSE_BYTE, Op.REVERSE_BYTE_HALF
                                                              -> r[r1] = Arithmetic.unary(low & 0xff, b);

                        case Op.JUMP, Op.FALLTHROUGH          -> { target = (int) (word >>> 32); break inBlock; }
                        case Op.LOAD_IMM_AND_JUMP             -> { r[r1] = word >> 32; target = (int) words[i]; break inBlock; }
                        case Op.JUMP_INDIRECT -> {
                            target = code.dynamicTarget((int) (a + (word >> 32)));
                            if (target < 0) {
                                why = target == DecodedCode.HALT ? FINISHED : TRAP;
                                break blocks;
                            }
                            break inBlock;
                        }
                        case Op.LOAD_IMM_AND_JUMP_INDIRECT -> {
                            target = code.dynamicTarget((int) (b + words[i]));
                            r[r1] = word >> 32;
                            if (target < 0) {
                                why = target == DecodedCode.HALT ? FINISHED : TRAP;
                                break blocks;
                            }
                            break inBlock;
                        }
                        case Op.BRANCH_EQ     -> { target = (int) (a == b ? words[i] : words[i] >>> 32); break inBlock; }
                        case Op.BRANCH_NOT_EQ -> { target = (int) (a != b ? words[i] : words[i] >>> 32); break inBlock; }
                        case Op.BRANCH_LESS_SIGNED -> { target = (int) (a < b ? words[i] : words[i] >>> 32); break inBlock; }
                        case Op.BRANCH_GREATER_OR_EQUAL_SIGNED
                                              -> { target = (int) (a >= b ? words[i] : words[i] >>> 32); break inBlock; }
                        case Op.BRANCH_LESS_UNSIGNED -> {
                            target = (int) (Long.compareUnsigned(a, b) < 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED -> {
                            target = (int) (Long.compareUnsigned(a, b) >= 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_EQ_IMM -> {
                            target = (int) (a == word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_NOT_EQ_IMM -> {
                            target = (int) (a != word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_LESS_SIGNED_IMM -> {
                            target = (int) (a < word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_LESS_OR_EQUAL_SIGNED_IMM -> {
                            target = (int) (a <= word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_GREATER_OR_EQUAL_SIGNED_IMM -> {
                            target = (int) (a >= word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_GREATER_SIGNED_IMM -> {
                            target = (int) (a > word >> 32 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_LESS_UNSIGNED_IMM -> {
                            target = (int) (Long.compareUnsigned(a, word >> 32) < 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM -> {
                            target = (int) (Long.compareUnsigned(a, word >> 32) <= 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM -> {
                            target = (int) (Long.compareUnsigned(a, word >> 32) >= 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }
                        case Op.BRANCH_GREATER_UNSIGNED_IMM -> {
                            target = (int) (Long.compareUnsigned(a, word >> 32) > 0 ? words[i] : words[i] >>> 32);
                            break inBlock;
                        }

                        case Op.ECALLI            -> { why = HOST_CALL; break blocks; }
                        case Op.MEMSET            -> { why = MEMSET; break blocks; }
                        case Op.SBRK              -> { why = SBRK; break blocks; }
                        case Op.RARE              -> { why = RARE; break blocks; }
                        case Op.STEPPED           -> { why = STEPPED; break blocks; }
                        case Op.LOAD_IMM_AND_TRAP -> { r[r1] = word >> 32; why = TRAP; break blocks; }
                        default                   -> { why = TRAP; break blocks; }
                        // spotless:on
                        // @formatter:on
                    }
                }
                int cost = aux[target];
                // Pairs with the one behind decoding: who sees the cost sees the words.
                VarHandle.acquireFence();
                if ((cost - 1 | leave | machine.interrupt) < 0) {
                    why = BLOCK_ENTRY;
                    break;
                }
                if (gas < cost) {
                    why = OUT_OF_GAS;
                    break;
                }
                gas -= cost;
                block = target;
                i = target;
            }
        } catch (GuestFault fault) {
            why = FAULT;
        }
        machine.budget = gas;
        machine.block = block;
        machine.index = i - 1;
        machine.target = target;
        return why;
    }
}
