package dev.paddock.interpreter;

import dev.paddock.program.BlockCost;
import dev.paddock.program.Code;
import dev.paddock.program.CostModel;
import dev.paddock.program.Form;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import java.lang.invoke.VarHandle;

/**
 * Code in the shape the run loop reads, decoded a basic block at a time when the block is first entered. Shared by any
 * number of interpreters.
 *
 * <p>A block that starts at pc P has its instructions one after the other from {@code words[P]} on, one word each, so
 * the target of a jump is also the index where to go on. A second immediate is in a word of its own behind. There is room:
 * an instruction of n bytes needs at most n words, but for one-byte forms of those with two immediates, see
 * {@link Op#RARE}. (Legacy code can hold such; no compiler emits them.)
 *
 * <pre>
 *   word     bits 0..3 destination   4..7 source a   8..15 operation   16..19 source b   32..63 immediate or target
 *   second   64 bits: value, target; branches: 0..31 target, 32..63 next pc
 *   aux[P]   cost of the block that starts at P; 0: not decoded yet
 *   aux[i]   other words of a block: pc of the instruction the word belongs to
 * </pre>
 *
 * <p>Threads: decoding happens under the lock, and the cost is the last thing it writes, after a fence. A reader that sees
 * it, and then passes an acquire fence, sees the words.
 */
public final class DecodedCode {
    /** Register number that reads as 0: the base of absolute addresses. */
    private static final int ZERO = 13;

    /** Longest encoding of an instruction: itself and its second word. */
    static final int MAX_WORDS = 2;

    /** From the stores of constants at absolute addresses to those relative to a register. */
    private static final int INDIRECT_STORE_IMM = Op.STORE_IMM_INDIRECT_U8 - Op.STORE_IMM_U8;

    static final int HALT = -2;
    static final int NOWHERE = -1;

    /** No index: there is no previous instruction, or it is the second of a pair. */
    private static final int NONE = -1;

    private final Code code;
    private final boolean is64Bit;
    private final long[] words;
    private final int[] aux;
    private final int[] dynamicTargets;
    private final InstructionReader reader;
    private final BlockCost cost;

    private DecodedCode(Code code, CostModel model) {
        this.code = code;
        this.is64Bit = code.isa().is64Bit();
        // One more for the implicit invalid instruction at the end.
        this.words = new long[code.length() + 1 + MAX_WORDS];
        this.aux = new int[code.length() + 1 + MAX_WORDS];
        this.dynamicTargets = new int[code.jumpTableLength()];
        this.reader = new InstructionReader(code);
        this.cost = BlockCost.of(model, code);
    }

    /** Decodes nothing yet. The cost model matters only where gas is metered. */
    public static DecodedCode of(Code code, CostModel model) {
        return new DecodedCode(code, model);
    }

    public Code code() {
        return code;
    }

    long[] words() {
        return words;
    }

    int[] aux() {
        return aux;
    }

    /** Cost of the block that starts at this block start. */
    int costAt(int start) {
        if (aux[start] == 0) {
            decode(start);
        }
        VarHandle.acquireFence();
        return aux[start];
    }

    /** By entry of the jump table: target + 1, or 0 where nobody asked yet or the target is none. */
    int[] dynamicTargets() {
        return dynamicTargets;
    }

    /** Where a dynamic jump leads: a block start, {@link #HALT} or {@link #NOWHERE}. Remembers it. */
    int dynamicTarget(int address) {
        if (address == Code.HALT_ADDRESS) {
            return HALT;
        }
        int target = code.dynamicTarget(address);
        if (target >= 0) {
            // Two threads may both do so: they store the same value.
            dynamicTargets[(address >>> 1) - 1] = target + 1;
        }
        return target;
    }

    /** Index of the word of the instruction at {@code pc} in the decoded block that starts at {@code start}. */
    int indexOf(int start, int pc) {
        int index = start;
        if (pc != start) {
            do {
                index++;
            } while (aux[index] != pc);
        }
        return index;
    }

    /** Writes the words of the instruction at {@code pc} to the start of {@code to}, which has room for the longest. */
    synchronized void decodeInto(int pc, long[] to) {
        reader.moveTo(pc);
        if (!reader.next()) {
            throw new IllegalStateException("No instruction at " + pc);
        }
        encode(to, 0, true);
    }

    private synchronized void decode(int start) {
        if (aux[start] != 0) {
            return;
        }
        reader.moveTo(start);
        cost.begin();
        int index = start;
        int previous = NONE;
        boolean more = reader.next();
        while (more) {
            cost.add(reader);
            if (index != start) {
                aux[index] = reader.pc();
            }
            int next = encode(words, index, reader.nextPc() - reader.pc() > 1);
            if (next - index > 1) {
                aux[index + 1] = reader.pc();
            }
            previous = pair(previous, index) ? NONE : index;
            index = next;
            more = !reader.endsBlock() && reader.next();
        }
        VarHandle.releaseFence();
        aux[start] = Math.clamp(cost.end(), 1, Integer.MAX_VALUE);
    }

    /** Joins the instruction at an index with the previous one, if they make a pair. */
    private boolean pair(int previous, int index) {
        int pair = previous == NONE ? Op.TRAP : Pairs.of(words[previous], words[index]);
        if (pair == Op.TRAP) {
            return false;
        }
        words[previous] = words[previous] & ~(long) Op.MASK | pair;
        return true;
    }

    /** Encodes what the reader stands on; returns the index behind it. */
    private int encode(long[] to, int at, boolean hasRoom) {
        Opcode opcode = reader.opcode();
        Form form = opcode.form();
        if (needsSecond(form) && !hasRoom) {
            to[at] = Op.RARE;
            return at + 1;
        }
        int operation = Op.of(opcode);
        long imm1 = reader.imm1();
        long imm2 = reader.imm2();
        int r1 = reader.r1();
        int r2 = reader.r2();
        return switch (form) {
            case NONE -> one(to, at, word(plain(opcode), 0, 0, 0, reader.nextPc()));
            case IMM -> one(to, at, word(operation, 0, 0, 0, imm1));
            case OFFSET -> jump(to, at);
            case REG_IMM -> one(to, at, registerAndImmediate(operation, r1, imm1));
            case REG_IMM64 -> two(to, at, word(operation, r1, 0, 0, 0), imm1);
            case IMM_IMM -> two(to, at, word(operation + INDIRECT_STORE_IMM, 0, ZERO, 0, imm1), imm2);
            case REG_IMM_IMM -> two(to, at, word(operation, 0, r1, 0, imm1), imm2);
            case REG_IMM_OFFSET -> opcode == Opcode.LOAD_IMM_AND_JUMP ? loadAndJump(to, at) : branch(to, at, operation);
            case REG_REG -> one(to, at, word(sized(opcode), r1, r2, 0, 0));
            case REG_REG_IMM -> one(to, at, word(operation, r1, r2, isStore(operation) ? r1 : 0, imm1));
            case REG_REG_OFFSET -> branch(to, at, operation);
            case REG_REG_REG -> one(to, at, word(sized(opcode), reader.r3(), r1, r2, 0));
            case REG_REG_IMM_IMM -> two(to, at, word(operation, r1, r2, 0, imm1), imm2);
        };
    }

    private static boolean needsSecond(Form form) {
        return switch (form) {
            case NONE, IMM, OFFSET, REG_IMM, REG_REG, REG_REG_IMM, REG_REG_REG -> false;
            case REG_IMM64, IMM_IMM, REG_IMM_IMM, REG_IMM_OFFSET, REG_REG_OFFSET, REG_REG_IMM_IMM -> true;
        };
    }

    private static long word(int operation, int destination, int a, int b, long immediate) {
        return operation | destination | a << 4 | b << 16 | immediate << 32;
    }

    private static int one(long[] to, int at, long word) {
        to[at] = word;
        return at + 1;
    }

    private static int two(long[] to, int at, long first, long second) {
        to[at] = first;
        to[at + 1] = second;
        return at + 2;
    }

    /** The last instruction cannot fall through: it traps instead. */
    private int plain(Opcode opcode) {
        boolean traps = opcode == Opcode.INVALID
                || opcode == Opcode.FALLTHROUGH && !code.isBlockStart(reader.nextPc());
        return traps ? Op.TRAP : Op.of(opcode);
    }

    /** Loads and stores at absolute addresses become those relative to the register that is 0. */
    private static long registerAndImmediate(int operation, int register, long immediate) {
        if (operation >= Op.LOAD_U8 && operation <= Op.LOAD_U64) {
            return word(operation - Op.LOAD_U8 + Op.LOAD_INDIRECT_U8, register, ZERO, 0, immediate);
        }
        if (operation >= Op.STORE_U8 && operation <= Op.STORE_U64) {
            return word(operation - Op.STORE_U8 + Op.STORE_INDIRECT_U8, 0, ZERO, register, immediate);
        }
        return operation == Op.JUMP_INDIRECT
                ? word(operation, 0, register, 0, immediate)
                : word(operation, register, 0, 0, immediate);
    }

    private static boolean isStore(int operation) {
        return operation >= Op.STORE_INDIRECT_U8 && operation <= Op.STORE_INDIRECT_U64;
    }

    private int jump(long[] to, int at) {
        int target = reader.target();
        return one(to, at, code.isBlockStart(target) ? word(Op.JUMP, 0, 0, 0, target) : Op.TRAP);
    }

    private int loadAndJump(long[] to, int at) {
        int target = reader.target();
        int operation = code.isBlockStart(target) ? Op.LOAD_IMM_AND_JUMP : Op.LOAD_IMM_AND_TRAP;
        return two(to, at, word(operation, reader.r1(), 0, 0, reader.imm1()), target);
    }

    /** Whatever its condition, a branch traps when either way leads nowhere (pvm.md 5). */
    private int branch(long[] to, int at, int operation) {
        int target = reader.target();
        int next = reader.nextPc();
        boolean valid = code.isBlockStart(target) && code.isBlockStart(next);
        long first = word(valid ? operation : Op.TRAP, 0, reader.r1(), reader.r2(), reader.imm1());
        return two(to, at, first, Integer.toUnsignedLong(target) | (long) next << 32);
    }

    /** Operations that look at all bits of a register have siblings for 32-bit registers. */
    private int sized(Opcode opcode) {
        if (is64Bit) {
            return Op.of(opcode);
        }
        return switch (opcode) {
            case MUL_UPPER_SIGNED_SIGNED -> Op.MUL_UPPER_SIGNED_SIGNED_HALF;
            case MUL_UPPER_UNSIGNED_UNSIGNED -> Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF;
            case MUL_UPPER_SIGNED_UNSIGNED -> Op.MUL_UPPER_SIGNED_UNSIGNED_HALF;
            case REVERSE_BYTE -> Op.REVERSE_BYTE_HALF;
            default -> Op.of(opcode);
        };
    }
}
