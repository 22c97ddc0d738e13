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
 *   word     bits 0..7 operation   8..11 r1   12..15 r2   16..19 r3   32..63 immediate or target
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

    static final int HALT = -2;
    static final int NOWHERE = -1;

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

    /** Where a dynamic jump leads: a block start, {@link #HALT} or {@link #NOWHERE}. */
    int dynamicTarget(int address) {
        int index = (address >>> 1) - 1;
        if ((address & 1) == 0 && index >= 0 && index < dynamicTargets.length) {
            // Each entry is looked up once; 0 is unknown. A race stores the same value twice.
            int known = dynamicTargets[index];
            return known != 0 ? known - 1 : lookUp(address, index);
        }
        return address == Code.HALT_ADDRESS ? HALT : NOWHERE;
    }

    private int lookUp(int address, int index) {
        int target = code.dynamicTarget(address);
        if (target >= 0) {
            dynamicTargets[index] = target + 1;
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
            index = next;
            more = !reader.endsBlock() && reader.next();
        }
        VarHandle.releaseFence();
        aux[start] = Math.clamp(cost.end(), 1, Integer.MAX_VALUE);
    }

    /** Encodes what the reader stands on; returns the index behind it. */
    private int encode(long[] to, int at, boolean hasRoom) {
        Opcode opcode = reader.opcode();
        Form form = opcode.form();
        if (needsSecond(form) && !hasRoom) {
            to[at] = Op.RARE;
            return at + 1;
        }
        return switch (form) {
            case NONE -> one(to, at, plain(opcode), reader.nextPc());
            case IMM -> one(to, at, opcode.ordinal(), reader.imm1());
            case OFFSET -> jump(to, at);
            case REG_IMM -> registerAndImmediate(to, at, opcode);
            case REG_IMM64 -> two(to, at, word(opcode.ordinal(), 0) | registers(), reader.imm1());
            case IMM_IMM -> {
                int indirect = opcode.ordinal() - Op.STORE_IMM_U8 + Op.STORE_IMM_INDIRECT_U8;
                yield two(to, at, word(indirect, reader.imm1()) | ZERO << 8, reader.imm2());
            }
            case REG_IMM_IMM -> two(to, at, word(opcode.ordinal(), reader.imm1()) | registers(), reader.imm2());
            case REG_IMM_OFFSET -> opcode == Opcode.LOAD_IMM_AND_JUMP ? loadAndJump(to, at) : branch(to, at, opcode);
            case REG_REG, REG_REG_IMM -> one(to, at, sized(opcode), reader.imm1());
            case REG_REG_OFFSET -> branch(to, at, opcode);
            case REG_REG_REG -> one(to, at, sized(opcode), 0);
            case REG_REG_IMM_IMM -> two(to, at, word(opcode.ordinal(), reader.imm1()) | registers(), reader.imm2());
        };
    }

    private static boolean needsSecond(Form form) {
        return switch (form) {
            case NONE, IMM, OFFSET, REG_IMM, REG_REG, REG_REG_IMM, REG_REG_REG -> false;
            case REG_IMM64, IMM_IMM, REG_IMM_IMM, REG_IMM_OFFSET, REG_REG_OFFSET, REG_REG_IMM_IMM -> true;
        };
    }

    private static long word(int operation, long immediate) {
        return operation | immediate << 32;
    }

    private long registers() {
        return reader.r1() << 8 | reader.r2() << 12 | reader.r3() << 16;
    }

    private int one(long[] to, int at, int operation, long immediate) {
        to[at] = word(operation, immediate) | registers();
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
        return traps ? Op.TRAP : opcode.ordinal();
    }

    /** Loads and stores at absolute addresses become those relative to the register that is 0. */
    private int registerAndImmediate(long[] to, int at, Opcode opcode) {
        int operation = opcode.ordinal();
        long base = 0;
        if (operation >= Op.LOAD_U8 && operation <= Op.LOAD_U64) {
            operation += Op.LOAD_INDIRECT_U8 - Op.LOAD_U8;
            base = ZERO;
        } else if (operation >= Op.STORE_U8 && operation <= Op.STORE_U64) {
            operation += Op.STORE_INDIRECT_U8 - Op.STORE_U8;
            base = ZERO;
        }
        to[at] = word(operation, reader.imm1()) | reader.r1() << 8 | base << 12;
        return at + 1;
    }

    private int jump(long[] to, int at) {
        int target = reader.target();
        to[at] = code.isBlockStart(target) ? word(Op.JUMP, target) : Op.TRAP;
        return at + 1;
    }

    private int loadAndJump(long[] to, int at) {
        int target = reader.target();
        int operation = code.isBlockStart(target) ? Op.LOAD_IMM_AND_JUMP : Op.LOAD_IMM_AND_TRAP;
        return two(to, at, word(operation, reader.imm1()) | registers(), target);
    }

    /** Whatever its condition, a branch traps when either way leads nowhere (pvm.md 5). */
    private int branch(long[] to, int at, Opcode opcode) {
        int target = reader.target();
        int next = reader.nextPc();
        boolean valid = code.isBlockStart(target) && code.isBlockStart(next);
        long immediate = opcode.form() == Form.REG_IMM_OFFSET ? reader.imm1() : 0;
        long first = word(valid ? opcode.ordinal() : Op.TRAP, immediate) | registers();
        return two(to, at, first, Integer.toUnsignedLong(target) | (long) next << 32);
    }

    /** Operations that look at all bits of a register have siblings for 32-bit registers. */
    private int sized(Opcode opcode) {
        if (is64Bit) {
            return opcode.ordinal();
        }
        return switch (opcode) {
            case MUL_UPPER_SIGNED_SIGNED -> Op.MUL_UPPER_SIGNED_SIGNED_HALF;
            case MUL_UPPER_UNSIGNED_UNSIGNED -> Op.MUL_UPPER_UNSIGNED_UNSIGNED_HALF;
            case MUL_UPPER_SIGNED_UNSIGNED -> Op.MUL_UPPER_SIGNED_UNSIGNED_HALF;
            case REVERSE_BYTE -> Op.REVERSE_BYTE_HALF;
            default -> opcode.ordinal();
        };
    }
}
