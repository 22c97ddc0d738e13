package dev.paddock.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over code: walks it linearly and decodes one instruction at a time into its own fields. It allocates nothing;
 * one reader serves one thread.
 *
 * <p>The walk yields {@link Opcode#INVALID} for whatever is no instruction, the implicit one after legacy code that runs
 * off its end included (its {@link #pc} is the code's length).
 *
 * {@snippet :
 * var reader = new InstructionReader(code);
 * while (reader.next()) {
 *     System.out.println(reader.pc() + " " + reader.opcode().mnemonic());
 * }
 * }
 */
public final class InstructionReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final Opcode[] OPCODES = Opcode.values();

    private final Code code;
    private final byte[] bytes;
    private final int length;
    private final boolean extended;
    private final int[] table;

    private int pc;
    private int nextPc;
    private int entry;
    private long arguments;
    private boolean startsBlock;
    private boolean nextStartsBlock = true;
    private boolean reachesNext;
    private long imm1;
    private long imm2;

    public InstructionReader(Code code) {
        this.code = code;
        this.bytes = code.bytes();
        this.length = code.length();
        this.extended = code.isa().isExtended();
        this.table = DecodeTable.of(code.isa());
        this.entry = DecodeTable.INVALID;
    }

    /** Makes {@link #next} decode the instruction at {@code start}: an instruction start or the code's length. */
    public void moveTo(int start) {
        nextPc = start;
        nextStartsBlock = code.isBlockStart(start);
        reachesNext = !extended && start == length && code.runsOffTheEnd();
        if (reachesNext) {
            nextStartsBlock = code.lastEndsBlock();
        }
    }

    /** Decodes the next instruction; false at the end of the code. */
    public boolean next() {
        int at = nextPc;
        if (at >= length) {
            return implicitInvalid(at);
        }
        pc = at;
        startsBlock = nextStartsBlock;
        if (extended) {
            nextExtended(at);
        } else {
            nextLegacy(at);
        }
        nextStartsBlock = (entry & DecodeTable.ENDS_BLOCK) != 0;
        return true;
    }

    private void nextExtended(int at) {
        long word = (long) LONG.get(bytes, at);
        int number = (int) word & 0xff;
        int first = at + 1;
        if (number == 255) {
            number += (int) (word >>> 8) & 0xff;
            first = at + 2;
        }
        int found = table[number];
        int count = DecodeTable.argumentBytes(found);
        int next = first + count;
        int end = Math.min((at | Code.EXTENDED_BLOCK - 1) + 1, length);
        if (next >= end && (next > end || (found & DecodeTable.ENDS_BLOCK) == 0)) {
            // Cut off by the end of the 1,024 bytes, or control would cross it: invalid up to there.
            found = DecodeTable.INVALID;
            next = end;
        }
        entry = found;
        nextPc = next;
        decodeOperands(first, count, found);
    }

    private void nextLegacy(int at) {
        long mask = code.maskFrom(at);
        if ((mask & 1) == 0) {
            gap(at);
            return;
        }
        // Bits 1..25 are those of the 25 bytes after this one; none set means a gap follows the longest instruction.
        int skip = Math.min(Long.numberOfTrailingZeros(mask >>> 1), Code.LEGACY_REACH - 1);
        int found = table[bytes[at] & 0xff];
        entry = found;
        nextPc = at + 1 + skip;
        reachesNext = (found & DecodeTable.REACHES_NEXT) != 0;
        decodeOperands(at + 1, skip, found);
    }

    private void gap(int at) {
        entry = DecodeTable.INVALID;
        nextPc = code.nextMarked(at);
        reachesNext = false;
        decodeOperands(at, 0, entry);
    }

    private boolean implicitInvalid(int at) {
        if (at > length || !reachesNext || extended) {
            return false;
        }
        pc = at;
        startsBlock = nextStartsBlock;
        nextPc = at + 1;
        entry = DecodeTable.INVALID;
        reachesNext = false;
        nextStartsBlock = true;
        imm1 = 0;
        imm2 = 0;
        arguments = 0;
        return true;
    }

    private void decodeOperands(int first, int count, int found) {
        long word = (long) LONG.get(bytes, first);
        arguments = word;
        int fixed = DecodeTable.fixedBytes(found);
        int longest = DecodeTable.longestImmediate(found);
        if ((found & (DecodeTable.TWO_IMMEDIATES | DecodeTable.IMMEDIATE_64)) == 0) {
            imm1 = signExtend(word >>> 8 * fixed, Math.max(Math.min(longest, count - fixed), 0));
            imm2 = 0;
        } else if ((found & DecodeTable.IMMEDIATE_64) != 0) {
            imm1 = (long) LONG.get(bytes, first + 1);
            imm2 = 0;
        } else {
            int length1 = Math.min(4, (int) (word >>> DecodeTable.lengthShift(found)) & 7);
            int length2 = Math.max(Math.min(4, count - length1 - fixed), 0);
            imm1 = signExtend(word >>> 8 * fixed, length1);
            imm2 = signExtend((long) LONG.get(bytes, first + fixed + length1), length2);
        }
    }

    /** Sign-extends the low {@code length} bytes, 0..4; 0 bytes give 0 (a shift by 64 would not). */
    private static long signExtend(long word, int length) {
        return word << 56 - 8 * length << 8 >> 64 - 8 * length;
    }

    /** Position of the instruction. */
    public int pc() {
        return pc;
    }

    /** Position after it. */
    public int nextPc() {
        return nextPc;
    }

    public Opcode opcode() {
        return OPCODES[DecodeTable.opcodeOrdinal(entry)];
    }

    /** {@code opcode().ordinal()}, for tables. */
    public int opcodeOrdinal() {
        return DecodeTable.opcodeOrdinal(entry);
    }

    /** Whether it is the first of its basic block. */
    public boolean startsBlock() {
        return startsBlock;
    }

    /** Whether it is the last of its basic block: a terminator or invalid. */
    public boolean endsBlock() {
        return (entry & DecodeTable.ENDS_BLOCK) != 0;
    }

    /** The register in the low nibble of the first argument byte, 0..12. */
    public int r1() {
        return Math.min((int) arguments & 15, 12);
    }

    /** The register in the high nibble of the first argument byte, 0..12. */
    public int r2() {
        return Math.min((int) arguments >>> 4 & 15, 12);
    }

    /** The register in the low nibble of the second argument byte, 0..12. */
    public int r3() {
        return Math.min((int) arguments >>> 8 & 15, 12);
    }

    /** The first or only immediate, sign-extended; 0 if there is none. An offset counts as one, see {@link #target}. */
    public long imm1() {
        return imm1;
    }

    /** The second immediate, sign-extended; 0 if there is none. */
    public long imm2() {
        return imm2;
    }

    /** Of the forms with an offset: the position it leads to, 32-bit unsigned, not necessarily a valid target. */
    public int target() {
        return pc + (int) ((entry & DecodeTable.TWO_IMMEDIATES) != 0 ? imm2 : imm1);
    }
}
