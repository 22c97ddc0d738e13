package dev.paddock.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over code: walks it linearly and decodes one instruction at a time into its own fields. It allocates
 * nothing; one reader serves one thread.
 *
 * <p>The walk yields {@link Opcode#INVALID} for whatever is no instruction, the implicit one after legacy code that
 * runs off its end included (its {@link #pc} is the code's length).
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
    /** Legacy encoding: the bitmask. */
    private final byte[] mask;

    private final int[] table;

    private int pc;
    private int nextPc;
    /** Position of the first argument byte. */
    private int first;
    /** The first argument bytes: at least six of them count, enough for all but second and 64-bit immediates. */
    private long arguments;
    /** What the table says of this instruction and of the one before it. */
    private int entry = DecodeTable.INVALID;
    private int previous = DecodeTable.INVALID;
    /** Extended encoding: where the 1,024 bytes end that are being read. */
    private int limit;

    public InstructionReader(Code code) {
        this.code = code;
        this.bytes = code.bytes();
        this.length = code.length();
        this.extended = code.isa().isExtended();
        this.mask = code.layout() instanceof LegacyLayout legacy ? legacy.mask() : new byte[0];
        this.table = DecodeTable.of(code.isa());
    }

    /** Makes {@link #next} decode the instruction at {@code start}: an instruction start or the code's length. */
    public void moveTo(int start) {
        nextPc = start;
        limit = 0;
        if (start == length) {
            entry = code.layout().lastEntry();
        } else {
            entry = code.isBlockStart(start) ? DecodeTable.INVALID : DecodeTable.REACHES_NEXT;
        }
    }

    /** The same for a position that is known to start a block: nothing has to be looked up. */
    public void moveToBlock(int start) {
        nextPc = start;
        limit = 0;
        entry = DecodeTable.INVALID;
    }

    /** Stands where {@code other}, a reader of the same code, stands. */
    public void standAt(InstructionReader other) {
        pc = other.pc;
        nextPc = other.nextPc;
        first = other.first;
        arguments = other.arguments;
        entry = other.entry;
        previous = other.previous;
        limit = other.limit;
    }

    /** Decodes the next instruction; false at the end of the code. */
    public boolean next() {
        return extended ? nextExtended(nextPc) : nextLegacy(nextPc);
    }

    private boolean nextExtended(int at) {
        if (at >= limit && !enterBlock(at)) {
            return false;
        }
        long word = (long) LONG.get(bytes, at);
        int number = (int) word & 0xff;
        int argumentsAt = at + 1;
        word >>>= 8;
        if (number == DecodeTable.ESCAPE) {
            number += (int) word & 0xff;
            argumentsAt++;
            word >>>= 8;
        }
        int found = table[number];
        int next = at + DecodeTable.length(found);
        if (next >= limit && (next > limit || (found & DecodeTable.ENDS_BLOCK) == 0)) {
            // Cut off by the end of the 1,024 bytes, or control would cross it: invalid up to there.
            found = DecodeTable.INVALID;
            next = limit;
        }
        pc = at;
        nextPc = next;
        first = argumentsAt;
        arguments = word;
        previous = entry;
        entry = found;
        return true;
    }

    private boolean enterBlock(int at) {
        limit = Math.min((at | Code.EXTENDED_BLOCK - 1) + 1, length);
        return at < length;
    }

    private boolean nextLegacy(int at) {
        if (at >= length) {
            return implicitInvalid(at);
        }
        long marks = LegacyLayout.marksFrom(mask, at);
        if ((marks & 1) == 0) {
            invalidUpTo(at, LegacyLayout.nextMark(mask, at));
            return true;
        }
        // Bits 1..25 are those of the 25 bytes after this one; none set means a gap follows the longest instruction.
        int skip = Math.min(Long.numberOfTrailingZeros(marks >>> 1), LegacyLayout.REACH - 1);
        pc = at;
        nextPc = at + 1 + skip;
        first = at + 1;
        arguments = (long) LONG.get(bytes, at + 1);
        previous = entry;
        entry = DecodeTable.withArguments(table[bytes[at] & 0xff], skip);
        return true;
    }

    private boolean implicitInvalid(int at) {
        if (at > length || (entry & DecodeTable.REACHES_NEXT) == 0) {
            return false;
        }
        invalidUpTo(at, at + 1);
        return true;
    }

    private void invalidUpTo(int at, int end) {
        pc = at;
        nextPc = end;
        first = at;
        arguments = 0;
        previous = entry;
        entry = DecodeTable.INVALID;
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

    /**
     * {@link #opcodeOrdinal} of what follows, as far as its first byte tells: the end of the code, or of 1,024 bytes of
     * it, may cut it off.
     */
    public int followingOrdinal() {
        return DecodeTable.opcodeOrdinal(table[bytes[nextPc] & 0xff]);
    }

    /** Whether it is the first of its basic block. */
    public boolean startsBlock() {
        return (previous & DecodeTable.ENDS_BLOCK) != 0;
    }

    /** Whether it is the last of its basic block: a terminator or invalid. */
    public boolean endsBlock() {
        return (entry & DecodeTable.ENDS_BLOCK) != 0;
    }

    /** The first argument byte as it stands: {@link #r1} and {@link #r2} together, for tables. */
    public int registerPair() {
        return (int) arguments & 0xff;
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
        if ((entry & (DecodeTable.IMMEDIATE_64 | DecodeTable.TWO_IMMEDIATES)) != 0) {
            return immediateOfSpecialForm();
        }
        return signExtend(arguments >>> 8 * DecodeTable.fixedBytes(entry), DecodeTable.immediateLength(entry));
    }

    private long immediateOfSpecialForm() {
        if ((entry & DecodeTable.IMMEDIATE_64) != 0) {
            return (long) LONG.get(bytes, first + 1);
        }
        return signExtend(arguments >>> 8 * DecodeTable.fixedBytes(entry), firstOfTwo());
    }

    /** The second immediate, sign-extended; 0 if there is none. */
    public long imm2() {
        if ((entry & DecodeTable.TWO_IMMEDIATES) == 0) {
            return 0;
        }
        int fixed = DecodeTable.fixedBytes(entry);
        int before = fixed + firstOfTwo();
        int left = nextPc - first - before;
        return signExtend((long) LONG.get(bytes, first + before), Math.max(Math.min(4, left), 0));
    }

    /** Bytes of the first of two immediates. */
    private int firstOfTwo() {
        return Math.min(4, (int) (arguments >>> DecodeTable.lengthShift(entry)) & 7);
    }

    /** Sign-extends the low {@code length} bytes, 0..4; 0 bytes give 0 (a shift by 64 would not). */
    private static long signExtend(long word, int length) {
        return word << 56 - 8 * length << 8 >> 64 - 8 * length;
    }

    /** Of the forms with an offset: the position it leads to, 32-bit unsigned, not necessarily a valid target. */
    public int target() {
        return pc + (int) ((entry & DecodeTable.TWO_IMMEDIATES) != 0 ? imm2() : imm1());
    }
}
