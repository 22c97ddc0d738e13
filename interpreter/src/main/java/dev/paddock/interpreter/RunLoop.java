package dev.paddock.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hot loop: runs decoded words until something happens that {@link Interpreter} has to see to.
 *
 * <p>Written for C2, which has to keep what every instruction needs in machine registers, and gives up on all of them where
 * the sum is too much:
 *
 * <ul>
 *   <li>Alive from one instruction to the next are the machine, the words, the index, the guest's registers and what is
 *       left of the slice. All else is read from the machine's fields where it is needed; the fence in each case, which is
 *       no machine instruction, keeps C2 from doing so before the loop. It also keeps it from computing what several cases
 *       have in common (a sum, a product) before the switch, for all of them.
 *   <li>The guest's registers are in an array that is made here, of a length that C2 knows: no bounds check.
 *   <li>It calls nothing but what C2 always inlines, so not even {@link dev.paddock.program.Semantics}, which C2 leaves as
 *       calls in cases that the profile has seldom: no machine register survives a call, however cold. And whatever is not
 *       done in a few instructions leaves the loop: pages that are not in the cache, dynamic jumps seen for the first time,
 *       host calls. HotSpot compiles no method of 8,000 bytes or more, and stops inlining where the sum passes the same number.
 *   <li>It comes back after a slice of gas. So what is compiled is the method from its start, where the array is made, and
 *       not the loop in the middle of it; and a loop that C2 had to throw away is soon entered in a better state.
 * </ul>
 *
 * <p>The keys of the switch are far apart, so that C2 makes a tree of comparisons out of it, the frequent ones on top, and
 * not a jump table. Processors forget where a single jump went last once a program has more than some hundred
 * instructions, and each wrong guess costs more than the instruction; a tree's branches they remember for thousands.
 *
 * <p>A few pairs of instructions have a case of their own, see {@link Pairs}: one decision less.
 */
final class RunLoop {
    // Why it came back. The word concerned is at the interpreter's index; but BLOCK_ENTRY has not entered the block at the
    // interpreter's target.
    static final int BLOCK_ENTRY = 0;
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
     * @param slice leave when the next block costs more than is left of it; -1: before the next block
     */
    static int run(Interpreter machine, long[] words, int slice) {
        // Any four bits are an index.
        long[] r = new long[16];
        long[] registers = machine.registers;
        for (int k = 0; k < 16; k++) {
            r[k] = registers[k];
        }
        int left = slice;
        int i = machine.index;
        int target;
        int why;
        blocks:
        while (true) {
            inBlock:
            while (true) {
                long word = words[i++];
                int d = (int) word & 15;
                int a = (int) word >>> 4 & 15;
                int b = (int) word >>> 16 & 15;
                switch ((int) word & Op.MASK) {
                    // @formatter:off
                    // spotless:off
                    case Op.LOAD_IMM                          -> { VarHandle.acquireFence(); r[d] = word >> 32; }
                    case Op.LOAD_IMM64                        -> { VarHandle.acquireFence(); r[d] = words[i++]; }
                    case Op.UNLIKELY                          -> { }
                    case Op.MOVE_REG                          -> { VarHandle.acquireFence(); r[d] = r[a]; }
                    case Op.SIGN_EXTEND_8                     -> { VarHandle.acquireFence(); r[d] = (byte) r[a]; }
                    case Op.SIGN_EXTEND_16                    -> { VarHandle.acquireFence(); r[d] = (short) r[a]; }
                    case Op.ZERO_EXTEND_16                    -> { VarHandle.acquireFence(); r[d] = r[a] & 0xffff; }
                    case Op.COUNT_SET_BITS_64                 -> { VarHandle.acquireFence(); r[d] = Long.bitCount(r[a]); }
                    case Op.COUNT_SET_BITS_32                 -> { VarHandle.acquireFence(); r[d] = Integer.bitCount((int) r[a]); }
                    case Op.COUNT_LEADING_ZERO_BITS_64        -> { VarHandle.acquireFence(); r[d] = Long.numberOfLeadingZeros(r[a]); }
                    case Op.COUNT_LEADING_ZERO_BITS_32        -> { VarHandle.acquireFence(); r[d] = Integer.numberOfLeadingZeros((int) r[a]); }
                    case Op.COUNT_TRAILING_ZERO_BITS_64       -> { VarHandle.acquireFence(); r[d] = Long.numberOfTrailingZeros(r[a]); }
                    case Op.COUNT_TRAILING_ZERO_BITS_32       -> { VarHandle.acquireFence(); r[d] = Integer.numberOfTrailingZeros((int) r[a]); }
                    case Op.REVERSE_BYTE                      -> { VarHandle.acquireFence(); r[d] = Long.reverseBytes(r[a]); }
                    case Op.REVERSE_BYTE_HALF                 -> { VarHandle.acquireFence(); r[d] = Integer.reverseBytes((int) r[a]); }

                    case Op.ADD_IMM_32                        -> { VarHandle.acquireFence(); r[d] = (int) (r[a] + (word >> 32)); }
                    case Op.ADD_IMM_64                        -> { VarHandle.acquireFence(); r[d] = r[a] + (word >> 32); }
                    case Op.AND_IMM                           -> { VarHandle.acquireFence(); r[d] = r[a] & word >> 32; }
                    case Op.XOR_IMM                           -> { VarHandle.acquireFence(); r[d] = r[a] ^ word >> 32; }
                    case Op.OR_IMM                            -> { VarHandle.acquireFence(); r[d] = r[a] | word >> 32; }
                    case Op.MUL_IMM_32                        -> { VarHandle.acquireFence(); r[d] = (int) (r[a] * (word >> 32)); }
                    case Op.MUL_IMM_64                        -> { VarHandle.acquireFence(); r[d] = r[a] * (word >> 32); }
                    case Op.NEGATE_AND_ADD_IMM_32             -> { VarHandle.acquireFence(); r[d] = (int) ((word >> 32) - r[a]); }
                    case Op.NEGATE_AND_ADD_IMM_64             -> { VarHandle.acquireFence(); r[d] = (word >> 32) - r[a]; }
                    case Op.SHIFT_LOGICAL_LEFT_IMM_32         -> { VarHandle.acquireFence(); r[d] = (int) r[a] << (int) (word >> 32); }
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_32        -> { VarHandle.acquireFence(); r[d] = (int) r[a] >>> (int) (word >> 32); }
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_32     -> { VarHandle.acquireFence(); r[d] = (int) r[a] >> (int) (word >> 32); }
                    case Op.SHIFT_LOGICAL_LEFT_IMM_64         -> { VarHandle.acquireFence(); r[d] = r[a] << (word >> 32); }
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_64        -> { VarHandle.acquireFence(); r[d] = r[a] >>> (word >> 32); }
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_64     -> { VarHandle.acquireFence(); r[d] = r[a] >> (word >> 32); }
                    case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_32     -> { VarHandle.acquireFence(); r[d] = (int) (word >> 32) << (int) r[a]; }
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_32    -> { VarHandle.acquireFence(); r[d] = (int) (word >> 32) >>> (int) r[a]; }
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_32 -> { VarHandle.acquireFence(); r[d] = (int) (word >> 32) >> (int) r[a]; }
                    case Op.SHIFT_LOGICAL_LEFT_IMM_ALT_64     -> { VarHandle.acquireFence(); r[d] = word >> 32 << r[a]; }
                    case Op.SHIFT_LOGICAL_RIGHT_IMM_ALT_64    -> { VarHandle.acquireFence(); r[d] = word >> 32 >>> r[a]; }
                    case Op.SHIFT_ARITHMETIC_RIGHT_IMM_ALT_64 -> { VarHandle.acquireFence(); r[d] = word >> 32 >> r[a]; }
                    case Op.ROTATE_RIGHT_IMM_64               -> { VarHandle.acquireFence(); long x = r[a]; int n = (int) (word >> 32); r[d] = x >>> n | x << -n; }
                    case Op.ROTATE_RIGHT_IMM_32               -> { VarHandle.acquireFence(); int x = (int) r[a]; int n = (int) (word >> 32); r[d] = x >>> n | x << -n; }
                    case Op.ROTATE_RIGHT_IMM_ALT_64           -> { VarHandle.acquireFence(); long x = word >> 32; int n = (int) r[a]; r[d] = x >>> n | x << -n; }
                    case Op.ROTATE_RIGHT_IMM_ALT_32           -> { VarHandle.acquireFence(); int x = (int) (word >> 32); int n = (int) r[a]; r[d] = x >>> n | x << -n; }
                    case Op.SET_LESS_THAN_UNSIGNED_IMM        -> { VarHandle.acquireFence(); r[d] = Long.compareUnsigned(r[a], word >> 32) < 0 ? 1 : 0; }
                    case Op.SET_LESS_THAN_SIGNED_IMM          -> { VarHandle.acquireFence(); r[d] = r[a] < word >> 32 ? 1 : 0; }
                    case Op.SET_GREATER_THAN_UNSIGNED_IMM     -> { VarHandle.acquireFence(); r[d] = Long.compareUnsigned(word >> 32, r[a]) < 0 ? 1 : 0; }
                    case Op.SET_GREATER_THAN_SIGNED_IMM       -> { VarHandle.acquireFence(); r[d] = word >> 32 < r[a] ? 1 : 0; }
                    case Op.CMOV_IF_ZERO_IMM                  -> { VarHandle.acquireFence(); r[d] = r[a] == 0 ? word >> 32 : r[d]; }
                    case Op.CMOV_IF_NOT_ZERO_IMM              -> { VarHandle.acquireFence(); r[d] = r[a] != 0 ? word >> 32 : r[d]; }

                    case Op.ADD_32                            -> { VarHandle.acquireFence(); r[d] = (int) (r[a] + r[b]); }
                    case Op.SUB_32                            -> { VarHandle.acquireFence(); r[d] = (int) (r[a] - r[b]); }
                    case Op.MUL_32                            -> { VarHandle.acquireFence(); r[d] = (int) (r[a] * r[b]); }
                    case Op.ADD_64                            -> { VarHandle.acquireFence(); r[d] = r[a] + r[b]; }
                    case Op.SUB_64                            -> { VarHandle.acquireFence(); r[d] = r[a] - r[b]; }
                    case Op.MUL_64                            -> { VarHandle.acquireFence(); r[d] = r[a] * r[b]; }
                    case Op.AND                               -> { VarHandle.acquireFence(); r[d] = r[a] & r[b]; }
                    case Op.XOR                               -> { VarHandle.acquireFence(); r[d] = r[a] ^ r[b]; }
                    case Op.OR                                -> { VarHandle.acquireFence(); r[d] = r[a] | r[b]; }
                    case Op.AND_INVERTED                      -> { VarHandle.acquireFence(); r[d] = r[a] & ~r[b]; }
                    case Op.OR_INVERTED                       -> { VarHandle.acquireFence(); r[d] = r[a] | ~r[b]; }
                    case Op.XNOR                              -> { VarHandle.acquireFence(); r[d] = ~(r[a] ^ r[b]); }
                    case Op.SHIFT_LOGICAL_LEFT_32             -> { VarHandle.acquireFence(); r[d] = (int) r[a] << (int) r[b]; }
                    case Op.SHIFT_LOGICAL_RIGHT_32            -> { VarHandle.acquireFence(); r[d] = (int) r[a] >>> (int) r[b]; }
                    case Op.SHIFT_ARITHMETIC_RIGHT_32         -> { VarHandle.acquireFence(); r[d] = (int) r[a] >> (int) r[b]; }
                    case Op.SHIFT_LOGICAL_LEFT_64             -> { VarHandle.acquireFence(); r[d] = r[a] << r[b]; }
                    case Op.SHIFT_LOGICAL_RIGHT_64            -> { VarHandle.acquireFence(); r[d] = r[a] >>> r[b]; }
                    case Op.SHIFT_ARITHMETIC_RIGHT_64         -> { VarHandle.acquireFence(); r[d] = r[a] >> r[b]; }
                    case Op.ROTATE_LEFT_64                    -> { VarHandle.acquireFence(); long x = r[a]; int n = (int) r[b]; r[d] = x << n | x >>> -n; }
                    case Op.ROTATE_LEFT_32                    -> { VarHandle.acquireFence(); int x = (int) r[a]; int n = (int) r[b]; r[d] = x << n | x >>> -n; }
                    case Op.ROTATE_RIGHT_64                   -> { VarHandle.acquireFence(); long x = r[a]; int n = (int) r[b]; r[d] = x >>> n | x << -n; }
                    case Op.ROTATE_RIGHT_32                   -> { VarHandle.acquireFence(); int x = (int) r[a]; int n = (int) r[b]; r[d] = x >>> n | x << -n; }
                    case Op.SET_LESS_THAN_UNSIGNED            -> { VarHandle.acquireFence(); r[d] = Long.compareUnsigned(r[a], r[b]) < 0 ? 1 : 0; }
                    case Op.SET_LESS_THAN_SIGNED              -> { VarHandle.acquireFence(); r[d] = r[a] < r[b] ? 1 : 0; }
                    case Op.CMOV_IF_ZERO                      -> { VarHandle.acquireFence(); r[d] = r[b] == 0 ? r[a] : r[d]; }
                    case Op.CMOV_IF_NOT_ZERO                  -> { VarHandle.acquireFence(); r[d] = r[b] != 0 ? r[a] : r[d]; }
                    case Op.MAXIMUM                           -> { VarHandle.acquireFence(); r[d] = Math.max(r[a], r[b]); }
                    case Op.MAXIMUM_UNSIGNED                  -> { VarHandle.acquireFence(); r[d] = Long.compareUnsigned(r[a], r[b]) > 0 ? r[a] : r[b]; }
                    case Op.MINIMUM                           -> { VarHandle.acquireFence(); r[d] = Math.min(r[a], r[b]); }
                    case Op.MINIMUM_UNSIGNED                  -> { VarHandle.acquireFence(); r[d] = Long.compareUnsigned(r[a], r[b]) < 0 ? r[a] : r[b]; }
                    case Op.DIV_UNSIGNED_32                   -> { VarHandle.acquireFence(); r[d] = (int) r[b] == 0 ? -1 : Integer.divideUnsigned((int) r[a], (int) r[b]); }
                    case Op.DIV_SIGNED_32                     -> { VarHandle.acquireFence(); r[d] = (int) r[b] == 0 ? -1 : (int) r[a] / (int) r[b]; }
                    case Op.REM_UNSIGNED_32                   -> { VarHandle.acquireFence(); r[d] = (int) r[b] == 0 ? (int) r[a] : Integer.remainderUnsigned((int) r[a], (int) r[b]); }
                    case Op.REM_SIGNED_32                     -> { VarHandle.acquireFence(); r[d] = (int) r[b] == 0 ? (int) r[a] : (int) r[a] % (int) r[b]; }
                    case Op.DIV_UNSIGNED_64                   -> { VarHandle.acquireFence(); r[d] = r[b] == 0 ? -1 : Long.divideUnsigned(r[a], r[b]); }
                    case Op.DIV_SIGNED_64                     -> { VarHandle.acquireFence(); r[d] = r[b] == 0 ? -1 : r[a] / r[b]; }
                    case Op.REM_UNSIGNED_64                   -> { VarHandle.acquireFence(); r[d] = r[b] == 0 ? r[a] : Long.remainderUnsigned(r[a], r[b]); }
                    case Op.REM_SIGNED_64                     -> { VarHandle.acquireFence(); r[d] = r[b] == 0 ? r[a] : r[a] % r[b]; }
                    case Op.MUL_UPPER_SIGNED_SIGNED           -> { VarHandle.acquireFence(); r[d] = Math.multiplyHigh(r[a], r[b]); }
                    case Op.MUL_UPPER_UNSIGNED_UNSIGNED       -> { VarHandle.acquireFence(); r[d] = Math.unsignedMultiplyHigh(r[a], r[b]); }
                    case Op.MUL_UPPER_SIGNED_UNSIGNED         -> { VarHandle.acquireFence(); r[d] = Math.multiplyHigh(r[a], r[b]) + (r[a] & r[b] >> 63); }
                    case Op.MUL_UPPER_SIGNED_SIGNED_HALF      -> { VarHandle.acquireFence(); r[d] = (long) (int) r[a] * (int) r[b] >> 32; }
                    case Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF  -> { VarHandle.acquireFence(); r[d] = (r[a] & 0xffffffffL) * (r[b] & 0xffffffffL) >> 32; }
                    case Op.MUL_UPPER_SIGNED_UNSIGNED_HALF    -> { VarHandle.acquireFence(); r[d] = (int) r[a] * (r[b] & 0xffffffffL) >> 32; }

                    case Op.LOAD_INDIRECT_U8 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = frame[at] & 0xff;
                    }
                    case Op.LOAD_INDIRECT_I8 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = frame[at];
                    }
                    case Op.LOAD_INDIRECT_U16 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (short) SHORT.get(frame, at) & 0xffff;
                    }
                    case Op.LOAD_INDIRECT_I16 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (short) SHORT.get(frame, at);
                    }
                    case Op.LOAD_INDIRECT_U32 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (int) INT.get(frame, at) & 0xffffffffL;
                    }
                    case Op.LOAD_INDIRECT_I32 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (int) INT.get(frame, at);
                    }
                    case Op.LOAD_INDIRECT_U64 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (long) LONG.get(frame, at);
                    }
                    case Op.STORE_INDIRECT_U8 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        frame[at] = (byte) r[b];
                    }
                    case Op.STORE_INDIRECT_U16 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        SHORT.set(frame, at, (short) r[b]);
                    }
                    case Op.STORE_INDIRECT_U32 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        INT.set(frame, at, (int) r[b]);
                    }
                    case Op.STORE_INDIRECT_U64 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, r[b]);
                    }
                    case Op.STORE_IMM_INDIRECT_U8 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        frame[at] = (byte) words[i];
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U16 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 1) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        SHORT.set(frame, at, (short) words[i]);
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U32 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 3) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        INT.set(frame, at, (int) words[i]);
                        i++;
                    }
                    case Op.STORE_IMM_INDIRECT_U64 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, words[i]);
                        i++;
                    }

                    case Op.JUMP, Op.FALLTHROUGH              -> { VarHandle.acquireFence(); target = (int) (word >>> 32); break inBlock; }
                    case Op.LOAD_IMM_AND_JUMP                 -> { VarHandle.acquireFence(); r[d] = word >> 32; target = (int) words[i]; break inBlock; }
                    case Op.JUMP_INDIRECT -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int entry = (address >>> 1) - 1;
                        if ((address & 1) != 0 || entry < 0 || entry >= machine.dynamicTargets.length || machine.dynamicTargets[entry] == 0) {
                            why = DYNAMIC_JUMP;
                            break blocks;
                        }
                        target = machine.dynamicTargets[entry] - 1;
                        break inBlock;
                    }
                    case Op.LOAD_IMM_AND_JUMP_INDIRECT -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + words[i]);
                        int entry = (address >>> 1) - 1;
                        if ((address & 1) != 0 || entry < 0 || entry >= machine.dynamicTargets.length || machine.dynamicTargets[entry] == 0) {
                            why = DYNAMIC_JUMP;
                            break blocks;
                        }
                        r[d] = word >> 32;
                        target = machine.dynamicTargets[entry] - 1;
                        break inBlock;
                    }
                    case Op.BRANCH_EQ                         -> { VarHandle.acquireFence(); target = (int) (r[a] == r[b] ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_NOT_EQ                     -> { VarHandle.acquireFence(); target = (int) (r[a] != r[b] ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_SIGNED                -> { VarHandle.acquireFence(); target = (int) (r[a] < r[b] ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_SIGNED    -> { VarHandle.acquireFence(); target = (int) (r[a] >= r[b] ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_UNSIGNED              -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], r[b]) < 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED  -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], r[b]) >= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_EQ_IMM                     -> { VarHandle.acquireFence(); target = (int) (r[a] == word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_NOT_EQ_IMM                 -> { VarHandle.acquireFence(); target = (int) (r[a] != word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_SIGNED_IMM            -> { VarHandle.acquireFence(); target = (int) (r[a] < word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_SIGNED_IMM -> { VarHandle.acquireFence(); target = (int) (r[a] >= word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_UNSIGNED_IMM          -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], word >> 32) < 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_OR_EQUAL_UNSIGNED_IMM -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], word >> 32) >= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_OR_EQUAL_SIGNED_IMM   -> { VarHandle.acquireFence(); target = (int) (r[a] <= word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_SIGNED_IMM         -> { VarHandle.acquireFence(); target = (int) (r[a] > word >> 32 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_LESS_OR_EQUAL_UNSIGNED_IMM -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], word >> 32) <= 0 ? words[i] : words[i] >>> 32); break inBlock; }
                    case Op.BRANCH_GREATER_UNSIGNED_IMM       -> { VarHandle.acquireFence(); target = (int) (Long.compareUnsigned(r[a], word >> 32) > 0 ? words[i] : words[i] >>> 32); break inBlock; }

                    // Pairs: the second one is read from its own word, so that leaving finds it there.
                    case Op.LOAD_INDIRECT_U64__ADD_64 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.readPage[page & machine.readPage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        r[d] = (long) LONG.get(frame, at);
                        word = words[i++];
                        r[(int) word & 15] = r[(int) word >>> 4 & 15] + r[(int) word >>> 16 & 15];
                    }
                    case Op.ADD_64__ADD_64 -> {
                        VarHandle.acquireFence();
                        r[d] = r[a] + r[b];
                        word = words[i++];
                        r[(int) word & 15] = r[(int) word >>> 4 & 15] + r[(int) word >>> 16 & 15];
                    }
                    case Op.STORE_INDIRECT_U64__STORE_INDIRECT_U64 -> {
                        VarHandle.acquireFence();
                        int address = (int) (r[a] + (word >> 32));
                        int page = address >>> PagedMemory.FRAME_SHIFT;
                        byte[] frame = machine.frames[page & machine.frames.length - 1];
                        int at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, r[b]);
                        word = words[i++];
                        address = (int) (r[(int) word >>> 4 & 15] + (word >> 32));
                        page = address >>> PagedMemory.FRAME_SHIFT;
                        frame = machine.frames[page & machine.frames.length - 1];
                        at = address & PagedMemory.FRAME_MASK;
                        if (machine.writePage[page & machine.writePage.length - 1] != page || Integer.compareUnsigned(at, frame.length - 7) >= 0) {
                            why = MISS;
                            break blocks;
                        }
                        LONG.set(frame, at, r[(int) word >>> 16 & 15]);
                    }
                    case Op.ADD_IMM_64__ADD_64 -> {
                        VarHandle.acquireFence();
                        r[d] = r[a] + (word >> 32);
                        word = words[i++];
                        r[(int) word & 15] = r[(int) word >>> 4 & 15] + r[(int) word >>> 16 & 15];
                    }
                    case Op.XOR__ROTATE_RIGHT_IMM_64 -> {
                        VarHandle.acquireFence();
                        r[d] = r[a] ^ r[b];
                        word = words[i++];
                        long x = r[(int) word >>> 4 & 15];
                        int n = (int) (word >> 32);
                        r[(int) word & 15] = x >>> n | x << -n;
                    }
                    case Op.SET_LESS_THAN_UNSIGNED__ADD_64 -> {
                        VarHandle.acquireFence();
                        r[d] = Long.compareUnsigned(r[a], r[b]) < 0 ? 1 : 0;
                        word = words[i++];
                        r[(int) word & 15] = r[(int) word >>> 4 & 15] + r[(int) word >>> 16 & 15];
                    }

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
            int cost = machine.aux[target];
            // Pairs with the one behind decoding: who sees the cost sees the words.
            VarHandle.acquireFence();
            // Not decoded yet, or more than is left.
            if ((cost - 1 | left - cost) < 0) {
                machine.target = target;
                why = BLOCK_ENTRY;
                break;
            }
            left -= cost;
            machine.block = target;
            i = target;
        }
        registers = machine.registers;
        for (int k = 0; k < 16; k++) {
            registers[k] = r[k];
        }
        machine.left = left;
        machine.index = i - 1;
        return why;
    }
}
