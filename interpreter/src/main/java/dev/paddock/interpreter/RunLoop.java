package dev.paddock.interpreter;

import dev.paddock.program.Semantics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hot loop: runs decoded words until something happens that {@link Interpreter} has to see to.
 *
 * <p>Written for C2. It is one method, so that its state lives in machine registers. HotSpot compiles no method of 8,000
 * bytes or more, and stops inlining where the sum passes the same number. And it calls nothing that is not inlined: no
 * register survives a call, so a single one, however cold, makes the compiler keep the loop's state on the stack, where
 * each instruction then waits for the index that the one before has stored. So whatever is not done in a few
 * instructions leaves the loop: pages that are not in the cache, dynamic jumps seen for the first time, host calls.
 */
final class RunLoop {
    // Why it came back. The word concerned is at the interpreter's index; but BLOCK_ENTRY and OUT_OF_GAS have not entered
    // the block at the interpreter's target.
    static final int BLOCK_ENTRY = 0;
    static final int OUT_OF_GAS = 1;
    static final int TRAP = 2;
    static final int FINISHED = 3;
    static final int HOST_CALL = 4;
    static final int MEMSET = 6;
    static final int SBRK = 7;
    static final int RARE = 8;
    static final int STEPPED = 9;
    static final int MISS = 10;
    static final int DYNAMIC_JUMP = 11;
    // What the interpreter may find when it sees to one of these.
    static final int FAULT = 5;
    static final int OUT_OF_GAS_INSIDE = 12;
    static final int INTERRUPTED_INSIDE = 13;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        int[] readPage = machine.memory.readPage;
        int[] writePage = machine.memory.writePage;
        byte[][] frames = machine.memory.frames;
        int shift = machine.memory.pageShift;
        int inPage = machine.memory.offsetMask;
        int[] dynamicTargets = machine.decoded.dynamicTargets();
        long gas = machine.budget;
        int i = machine.index;
        int target;
        int why;
        blocks:
        while (true) {
            inBlock:
            while (true) {
                long word = words[i++];
                // The masks are 15, spelled in the one way that C2 takes for a bounds check.
                int d = (int) word >>> 8 & r.length - 1;
                long a = r[(int) word >>> 12 & r.length - 1];
                long b = r[(int) word >>> 16 & r.length - 1];
                switch ((int) word & 0xff) {
                    // @formatter:off
                    // spotless:off
                    case Op.LOAD_IMM                          -> r[d] = word >> 32;
                    case Op.LOAD_IMM64                        -> r[d] = words[i++];
                    case Op.UNLIKELY                          -> { }
                    case Op.MOVE_REG                          -> r[d] = a;
                    case Op.SIGN_EXTEND_8                     -> r[d] = Semantics.signExtend8(a);
                    case Op.SIGN_EXTEND_16                    -> r[d] = Semantics.signExtend16(a);
                    case Op.ZERO_EXTEND_16                    -> r[d] = Semantics.zeroExtend16(a);
                    case Op.COUNT_SET_BITS_64                 -> r[d] = Semantics.countSetBits64(a);
                    case Op.COUNT_SET_BITS_32                 -> r[d] = Semantics.countSetBits32(a);
                    case Op.COUNT_LEADING_ZERO_BITS_64        -> r[d] = Semantics.countLeadingZeroBits64(a);
                    case Op.COUNT_LEADING_ZERO_BITS_32        -> r[d] = Semantics.countLeadingZeroBits32(a);
                    case Op.COUNT_TRAILING_ZERO_BITS_64       -> r[d] = Semantics.countTrailingZeroBits64(a);
                    case Op.COUNT_TRAILING_ZERO_BITS_32       -> r[d] = Semantics.countTrailingZeroBits32(a);
                    case Op.REVERSE_BYTE                      -> r[d] = Semantics.reverseByteFull(a);
                    case Op.REVERSE_BYTE_HALF                 -> r[d] = Semantics.reverseByteHalf(a);

                    case Op.ADD_IMM_32                        -> r[d] = Semantics.add32(a, word >> 32);
                    case Op.ADD_IMM_64                        -> r[d] = a + (word >> 32);
                    case Op.AND_IMM                           -> r[d] = a & word >> 32;
                    case Op.XOR_IMM                           -> r[d] = a ^ word >> 32;
                    case Op.OR_IMM                            -> r[d] = a | word >> 32;
                    case Op.MUL_IMM_32                        -> r[d] = Semantics.mul32(a, word >> 32);
                    case Op.MUL_IMM_64                        -> r[d] = a * (word >> 32);
                    case Op.NEGATE_AND_ADD_IMM_32             -> r[d] = Semantics.sub32(word >> 32, a);
                    case Op.NEGATE_AND_ADD_IMM_64             -> r[d] = (word >> 32) - a;
                    case Op.SHIFT_LOGICAL_LEFT_IMM_32         -> r[d] = Semantics.shiftLogicalLeft32(a, word >> 32);
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_32        -> r[d] = Semantics.shiftLogicalRight32(a, word >> 32);
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_32     -> r[d] = Semantics.shiftArithmeticRight32(a, word >> 32);
                    case Op.SHIFT_LOGICAL_LEFT_IMM_64         -> r[d] = a << (word >> 32);
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_64        -> r[d] = a >>> (word >> 32);
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_64     -> r[d] = a >> (word >> 32);
                    case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_32     -> r[d] = Semantics.shiftLogicalLeft32(word >> 32, a);
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_32    -> r[d] = Semantics.shiftLogicalRight32(word >> 32, a);
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32 -> r[d] = Semantics.shiftArithmeticRight32(word >> 32, a);
                    case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_64     -> r[d] = word >> 32 << a;
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_64    -> r[d] = word >> 32 >>> a;
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64 -> r[d] = word >> 32 >> a;
                    case Op.ROTATE_RIGHT_IMM_64               -> r[d] = Semantics.rotateRight64(a, word >> 32);
                    case Op.ROTATE_RIGHT_IMM_32               -> r[d] = Semantics.rotateRight32(a, word >> 32);
                    case Op.ROTATE_RIGHT_IMM_ALT_64           -> r[d] = Semantics.rotateRight64(word >> 32, a);
                    case Op.ROTATE_RIGHT_IMM_ALT_32           -> r[d] = Semantics.rotateRight32(word >> 32, a);
                    case Op.SET_LESS_THAN_UNSIGNED_IMM        -> r[d] = Semantics.setLessThanUnsigned(a, word >> 32);
                    case Op.SET_LESS_THAN_SIGNED_IMM          -> r[d] = Semantics.setLessThanSigned(a, word >> 32);
                    case Op.SET_GREATER_THAN_UNSIGNED_IMM     -> r[d] = Semantics.setLessThanUnsigned(word >> 32, a);
                    case Op.SET_GREATER_THAN_SIGNED_IMM       -> r[d] = Semantics.setLessThanSigned(word >> 32, a);
                    case Op.CMOV_IF_ZERO_IMM                  -> r[d] = Semantics.moveIfZero(a, word >> 32, r[d]);
                    case Op.CMOV_IF_NOT_ZERO_IMM              -> r[d] = Semantics.moveIfNotZero(a, word >> 32, r[d]);

                    case Op.ADD_32                            -> r[d] = Semantics.add32(a, b);
                    case Op.SUB_32                            -> r[d] = Semantics.sub32(a, b);
                    case Op.MUL_32                            -> r[d] = Semantics.mul32(a, b);
                    case Op.ADD_64                            -> r[d] = a + b;
                    case Op.SUB_64                            -> r[d] = a - b;
                    case Op.MUL_64                            -> r[d] = a * b;
                    case Op.AND                               -> r[d] = a & b;
                    case Op.XOR                               -> r[d] = a ^ b;
                    case Op.OR                                -> r[d] = a | b;
                    case Op.AND_INVERTED                      -> r[d] = Semantics.andInverted(a, b);
                    case Op.OR_INVERTED                       -> r[d] = Semantics.orInverted(a, b);
                    case Op.XNOR                              -> r[d] = Semantics.xnor(a, b);
                    case Op.SHIFT_LOGICAL_LEFT_32             -> r[d] = Semantics.shiftLogicalLeft32(a, b);
                    case Op.SHIFT_LOGICAL_RIGHT_32            -> r[d] = Semantics.shiftLogicalRight32(a, b);
                    case Op.SHIFT_ARITHMETIC_RIGHT_32         -> r[d] = Semantics.shiftArithmeticRight32(a, b);
                    case Op.SHIFT_LOGICAL_LEFT_64             -> r[d] = a << b;
                    case Op.SHIFT_LOGICAL_RIGHT_64            -> r[d] = a >>> b;
                    case Op.SHIFT_ARITHMETIC_RIGHT_64         -> r[d] = a >> b;
                    case Op.ROTATE_LEFT_64                    -> r[d] = Semantics.rotateLeft64(a, b);
                    case Op.ROTATE_LEFT_32                    -> r[d] = Semantics.rotateLeft32(a, b);
                    case Op.ROTATE_RIGHT_64                   -> r[d] = Semantics.rotateRight64(a, b);
                    case Op.ROTATE_RIGHT_32                   -> r[d] = Semantics.rotateRight32(a, b);
                    case Op.SET_LESS_THAN_UNSIGNED            -> r[d] = Semantics.setLessThanUnsigned(a, b);
                    case Op.SET_LESS_THAN_SIGNED              -> r[d] = Semantics.setLessThanSigned(a, b);
                    case Op.CMOV_IF_ZERO                      -> r[d] = Semantics.moveIfZero(b, a, r[d]);
                    case Op.CMOV_IF_NOT_ZERO                  -> r[d] = Semantics.moveIfNotZero(b, a, r[d]);
                    case Op.MAXIMUM                           -> r[d] = Semantics.maximum(a, b);
                    case Op.MAXIMUM_UNSIGNED                  -> r[d] = Semantics.maximumUnsigned(a, b);
                    case Op.MINIMUM                           -> r[d] = Semantics.minimum(a, b);
                    case Op.MINIMUM_UNSIGNED                  -> r[d] = Semantics.minimumUnsigned(a, b);
                    case Op.DIV_UNSIGNED_32                   -> r[d] = Semantics.divUnsigned32(a, b);
                    case Op.DIV_SIGNED_32                     -> r[d] = Semantics.divSigned32(a, b);
                    case Op.REM_UNSIGNED_32                   -> r[d] = Semantics.remUnsigned32(a, b);
                    case Op.REM_SIGNED_32                     -> r[d] = Semantics.remSigned32(a, b);
                    case Op.DIV_UNSIGNED_64                   -> r[d] = Semantics.divUnsigned64(a, b);
                    case Op.DIV_SIGNED_64                     -> r[d] = Semantics.divSigned64(a, b);
                    case Op.REM_UNSIGNED_64                   -> r[d] = Semantics.remUnsigned64(a, b);
                    case Op.REM_SIGNED_64                     -> r[d] = Semantics.remSigned64(a, b);
                    case Op.MUL_UPPER_SIGNED_SIGNED           -> r[d] = Semantics.mulUpperSignedSignedFull(a, b);
                    case Op.MUL_UPPER_UNSIGNED_UNSIGNED       -> r[d] = Semantics.mulUpperUnsignedUnsignedFull(a, b);
                    case Op.MUL_UPPER_SIGNED_UNSIGNED         -> r[d] = Semantics.mulUpperSignedUnsignedFull(a, b);
                    case Op.MUL_UPPER_SIGNED_SIGNED_HALF      -> r[d] = Semantics.mulUpperSignedSignedHalf(a, b);
                    case Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF  -> r[d] = Semantics.mulUpperUnsignedUnsignedHalf(a, b);
                    case Op.MUL_UPPER_SIGNED_UNSIGNED_HALF    -> r[d] = Semantics.mulUpperSignedUnsignedHalf(a, b);

                    case Op.LOAD_INDIRECT_U8 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = frame[at] & 0xff;
                    }
                    case Op.LOAD_INDIRECT_I8 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = frame[at];
                    }
                    case Op.LOAD_INDIRECT_U16 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (short) SHORT.get(frame, at) & 0xffff;
                    }
                    case Op.LOAD_INDIRECT_I16 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (short) SHORT.get(frame, at);
                    }
                    case Op.LOAD_INDIRECT_U32 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (int) INT.get(frame, at) & 0xffffffffL;
                    }
                    case Op.LOAD_INDIRECT_I32 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (int) INT.get(frame, at);
                    }
                    case Op.LOAD_INDIRECT_U64 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (readPage[page & readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (long) LONG.get(frame, at);
                    }
                    case Op.STORE_INDIRECT_U8 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        frame[at] = (byte) b;
                    }
                    case Op.STORE_INDIRECT_U16 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        SHORT.set(frame, at, (short) b);
                    }
                    case Op.STORE_INDIRECT_U32 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        INT.set(frame, at, (int) b);
                    }
                    case Op.STORE_INDIRECT_U64 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, b);
                    }
                    case Op.STORE_IMM_INDIRECT_U8 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        frame[at] = (byte) words[i];
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U16 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        SHORT.set(frame, at, (short) words[i]);
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U32 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        INT.set(frame, at, (int) words[i]);
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U64 -> {
                        int address = (int) (a + (word >> 32));
                        int page = address >>> shift;
                        byte[] frame = frames[page & frames.length - 1];
                        int at = address & inPage;
                        if (writePage[page & writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, words[i]);
                        i++;
                    }

                    case Op.JUMP, Op.FALLTHROUGH              -> { target = (int) (word >>> 32); break inBlock; }
                    case Op.LOAD_IMM_AND_JUMP                 -> { r[d] = word >> 32; target = (int) words[i]; break inBlock; }
                    case Op.JUMP_INDIRECT -> {
                        int address = (int) (a + (word >> 32));
                        int entry = (address >>> 1) - 1;
                        if ((address & 1) != 0 || entry < 0 || entry >= dynamicTargets.length || dynamicTargets[entry] == 0) {
                            why = DYNAMIC_JUMP;
                            break blocks;
                        }
                        target = dynamicTargets[entry] - 1;
                        break inBlock;
                    }
                    case Op.LOAD_IMM_AND_JUMP_INDIRECT -> {
                        int address = (int) (a + words[i]);
                        int entry = (address >>> 1) - 1;
                        if ((address & 1) != 0 || entry < 0 || entry >= dynamicTargets.length || dynamicTargets[entry] == 0) {
                            why = DYNAMIC_JUMP;
                            break blocks;
                        }
                        r[d] = word >> 32;
                        target = dynamicTargets[entry] - 1;
                        break inBlock;
                    }
                    case Op.BRANCH_EQ                         -> { target = (int) (a == b ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_NOT_EQ                     -> { target = (int) (a != b ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_SIGNED                -> { target = (int) (a < b ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_SIGNED    -> { target = (int) (a >= b ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_UNSIGNED              -> { target = (int) (Long.compareUnsigned(a, b) < 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED  -> { target = (int) (Long.compareUnsigned(a, b) >= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_EQ_IMM                     -> { target = (int) (a == word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_NOT_EQ_IMM                 -> { target = (int) (a != word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_SIGNED_IMM            -> { target = (int) (a < word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_SIGNED_IMM -> { target = (int) (a >= word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_UNSIGNED_IMM          -> { target = (int) (Long.compareUnsigned(a, word >> 32) < 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM -> { target = (int) (Long.compareUnsigned(a, word >> 32) >= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_OR_EQUAL_SIGNED_IMM   -> { target = (int) (a <= word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_SIGNED_IMM         -> { target = (int) (a > word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM -> { target = (int) (Long.compareUnsigned(a, word >> 32) <= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_UNSIGNED_IMM       -> { target = (int) (Long.compareUnsigned(a, word >> 32) > 0 ? words[i] : words[i] >>> 32); break inBlock; }

                    case Op.ECALLI                            -> { why = HOST_CALL; break blocks; }
                    case Op.MEMSET                            -> { why = MEMSET; break blocks; }
                    case Op.SBRK                              -> { why = SBRK; break blocks; }
                    case Op.RARE                              -> { why = RARE; break blocks; }
                    case Op.STEPPED                           -> { why = STEPPED; break blocks; }
                    case Op.LOAD_IMM_AND_TRAP                 -> { r[d] = word >> 32; why = TRAP; break blocks; }
                    default                                   -> { why = TRAP; break blocks; }
                    // spotless:on
                    // @formatter:on
                }
            }
            int cost = aux[target];
            // Pairs with the one behind decoding: who sees the cost sees the words.
            VarHandle.acquireFence();
            if ((cost - 1 | leave | machine.interrupt) < 0) {
                machine.target = target;
                why = BLOCK_ENTRY;
                break;
            }
            if (gas < cost) {
                machine.target = target;
                why = OUT_OF_GAS;
                break;
            }
            gas -= cost;
            machine.block = target;
            i = target;
        }
        machine.budget = gas;
        machine.index = i - 1;
        return why;
    }
}
