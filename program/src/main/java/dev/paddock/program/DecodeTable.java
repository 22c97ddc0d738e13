package dev.paddock.program;

import java.util.Arrays;

/**
 * What decoding needs to know of an opcode number, packed into one int, in a flat array per instruction set.
 *
 * <pre>
 *   bits  0..7   ordinal of the opcode
 *   bits  8..11  length, opcode included (extended encoding; the legacy one tells by its bitmask)
 *   bit   12     ends its block
 *   bit   13     control may reach the next instruction
 *   bits 14..15  fixed bytes before the first immediate
 *   bits 16..18  longest first immediate: 0 or 4
 *   bit   19     has two immediates
 *   bits 20..23  where the length of the first one is, in bits from the first argument byte
 *   bit   24     its immediate is one of 8 bytes
 *   bits 25..27  bytes of its only immediate (extended encoding; of the legacy one the reader fills it in)
 * </pre>
 */
final class DecodeTable {
    static final int ENDS_BLOCK_BIT = 12;
    static final int ENDS_BLOCK = 1 << ENDS_BLOCK_BIT;
    static final int REACHES_NEXT = 1 << 13;
    static final int TWO_IMMEDIATES = 1 << 19;
    static final int IMMEDIATE_64 = 1 << 24;
    private static final int IMMEDIATE_LENGTH_SHIFT = 25;
    static final int INVALID = entry(Opcode.INVALID, 1);

    /** Extended encoding: the first byte of a two-byte opcode. */
    static final int ESCAPE = 255;

    /** Legacy: a byte. Extended: a byte below 255, or 255 plus the byte after a 255. */
    private static final int LEGACY_NUMBERS = 256;

    private static final int EXTENDED_NUMBERS = 511;

    private static final int[][] BY_ISA = new int[Isa.values().length][];

    static {
        for (Isa isa : Isa.values()) {
            BY_ISA[isa.ordinal()] = build(isa);
        }
    }

    private DecodeTable() {}

    static int[] of(Isa isa) {
        return BY_ISA[isa.ordinal()];
    }

    static int opcodeOrdinal(int entry) {
        return entry & 0xff;
    }

    /** Extended encoding: bytes from opcode to end. */
    static int length(int entry) {
        return entry >>> 8 & 15;
    }

    static int fixedBytes(int entry) {
        return entry >>> 14 & 3;
    }

    static int longestImmediate(int entry) {
        return entry >>> 16 & 7;
    }

    static int immediateLength(int entry) {
        return entry >>> IMMEDIATE_LENGTH_SHIFT & 7;
    }

    /** The entry of an instruction of legacy encoding that has {@code left} bytes after its opcode. */
    static int withArguments(int entry, int left) {
        return entry | Math.max(Math.min(longestImmediate(entry), left - fixedBytes(entry)), 0) << IMMEDIATE_LENGTH_SHIFT;
    }

    static int lengthShift(int entry) {
        return entry >>> 20 & 15;
    }

    private static int[] build(Isa isa) {
        int[] table = new int[isa.isExtended() ? EXTENDED_NUMBERS : LEGACY_NUMBERS];
        Arrays.fill(table, INVALID);
        if (isa.isExtended()) {
            Arrays.fill(table, ESCAPE, EXTENDED_NUMBERS, entry(Opcode.INVALID, 2));
        }
        for (Opcode opcode : Opcode.values()) {
            if (isa.isExtended()) {
                for (Opcode.Variant variant : opcode.variants()) {
                    int opcodeLength = variant.number() < ESCAPE ? 1 : 2;
                    int entry = entry(opcode, opcodeLength + variant.argumentBytes());
                    table[variant.number()] = withArguments(entry, variant.argumentBytes());
                }
            } else if (opcode.existsIn(isa)) {
                table[opcode.number(isa)] = entry(opcode, 0);
            }
        }
        return table;
    }

    private static int entry(Opcode opcode, int length) {
        Form form = opcode.form();
        return opcode.ordinal()
                | length << 8
                | (opcode.endsBlock() ? ENDS_BLOCK : 0)
                | (opcode.flow().canReachNext() ? REACHES_NEXT : 0)
                | form.fixedBytes() << 14
                | (form.immediates() > 0 ? 4 : 0) << 16
                | (form.immediates() == 2 ? TWO_IMMEDIATES : 0)
                | form.lengthShift() << 20
                | (form == Form.REG_IMM64 ? IMMEDIATE_64 : 0);
    }
}
