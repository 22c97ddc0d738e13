package dev.paddock.program.internal;

import dev.paddock.program.Form;
import dev.paddock.program.Instruction;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;

/** Encodes one instruction at a time, as short as its instruction set allows, into its own buffer. */
public final class InstructionEncoder {
    /** Two bytes of opcode, two of registers and lengths, two immediates of four; or load_imm64 with its eight. */
    private static final int LONGEST = 12;

    /** A number that no instruction set of its encoding uses: what an invalid instruction is written as. */
    private static final int LEGACY_INVALID = 255;

    private static final int EXTENDED_INVALID = 254;
    private static final int TWO_BYTE_NUMBERS = 255;
    private static final int LONGEST_IMMEDIATE = 4;

    private final Isa isa;
    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private int leastOffset;

    public InstructionEncoder(Isa isa) {
        this.isa = isa;
    }

    /** The bytes of the last instruction; the first {@link #length} count. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /**
     * Encodes an instruction.
     *
     * @param offset of its target from its own position; unused without a target
     */
    public void encode(Instruction instruction, int offset) {
        encode(instruction, offset, 0);
    }

    /**
     * Encodes an instruction with a longer offset than it may need.
     *
     * @param leastBytes how many bytes the offset has at least, if it is all that the instruction has
     */
    public void encode(Instruction instruction, int offset, int leastBytes) {
        length = 0;
        leastOffset = leastBytes;
        var form = instruction.opcode().form();
        switch (form.immediates()) {
            case 0 -> {
                opcode(instruction.opcode(), form.fixedBytes());
                fixed(instruction, form, 0);
            }
            case 1 -> oneImmediate(instruction, form, offset);
            case 2 -> twoImmediates(instruction, form, offset);
            default -> throw new AssertionError(form);
        }
    }

    private void oneImmediate(Instruction instruction, Form form, int offset) {
        if (form == Form.REG_IMM64) {
            opcode(instruction.opcode(), 1 + Long.BYTES);
            fixed(instruction, form, 0);
            append(instruction.imm1(), Long.BYTES);
            return;
        }
        int value = form.hasTarget() ? offset : (int) instruction.imm1();
        int least = form.hasTarget() ? leastOffset : 0;
        int count = opcode(instruction.opcode(), form.fixedBytes() + Math.max(least, shortest(value)));
        fixed(instruction, form, 0);
        append(value, count - form.fixedBytes());
    }

    private void twoImmediates(Instruction instruction, Form form, int offset) {
        int first = (int) instruction.imm1();
        int second = form.hasTarget() ? offset : (int) instruction.imm2();
        int needed = form.fixedBytes() + shortest(first) + shortest(second);
        int count = opcode(instruction.opcode(), needed);
        // A longer number than needed: the first immediate takes what it can of the rest.
        int firstLength = Math.min(LONGEST_IMMEDIATE, shortest(first) + count - needed);
        fixed(instruction, form, firstLength << form.lengthShift());
        append(first, firstLength);
        append(second, count - form.fixedBytes() - firstLength);
    }

    /** Appends the number; returns how many argument bytes that one has, at least those needed. */
    private int opcode(Opcode opcode, int needed) {
        if (opcode == Opcode.INVALID) {
            append(isa.isExtended() ? EXTENDED_INVALID : LEGACY_INVALID, 1);
            return needed;
        }
        if (!isa.isExtended()) {
            append(opcode.number(isa), 1);
            return needed;
        }
        // Shortest first, so the first that is long enough.
        for (var variant : opcode.variants()) {
            if (variant.argumentBytes() >= needed) {
                number(variant.number());
                return variant.argumentBytes();
            }
        }
        throw new AssertionError(opcode + " has no number with " + needed + " argument bytes");
    }

    private void number(int number) {
        if (number < TWO_BYTE_NUMBERS) {
            append(number, 1);
        } else {
            append(TWO_BYTE_NUMBERS, 1);
            append(number - TWO_BYTE_NUMBERS, 1);
        }
    }

    private void fixed(Instruction instruction, Form form, int lengthBits) {
        append(instruction.r1() | instruction.r2() << 4 | instruction.r3() << 8 | lengthBits, form.fixedBytes());
    }

    private void append(long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
    }

    /** How many bytes of two's complement hold a value. */
    private static int shortest(int value) {
        int significant = 33 - Integer.numberOfLeadingZeros(value ^ value >> 31);
        return value == 0 ? 0 : (significant + 7) / 8;
    }
}
