package dev.paddock.tests;

import dev.paddock.program.Form;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.Arrays;

/**
 * Writes instructions in either encoding, in any of the forms the encodings allow: longer immediates than needed,
 * ignored bits set, register nibbles above 12. Jumps go to labels. Reusable.
 */
final class CodeEmitter {
    private static final int BOUNDARY = 1024;
    private static final int LONGEST = 32;

    private final Dice dice;
    private Isa isa = Isa.LATEST64;
    private boolean padded;

    private byte[] bytes = new byte[1 << 16];
    private final boolean[] starts = new boolean[1 << 16];
    private int length;

    private final int[] labels = new int[1 << 10];
    private int pendingLabel;

    // Offsets to fill in: where, how long, relative to what, to which label.
    private final int[] patches = new int[1 << 14];
    private int patchCount;

    CodeEmitter(Dice dice) {
        this.dice = dice;
    }

    /**
     * Starts over.
     *
     * @param padded extended encoding: whether instructions move on to the next 1,024 bytes where they do not fit
     */
    void begin(Isa isa, boolean padded) {
        this.isa = isa;
        this.padded = padded;
        Arrays.fill(starts, 0, length + LONGEST, false);
        length = 0;
        patchCount = 0;
        pendingLabel = 0;
    }

    int length() {
        return length;
    }

    /** The next instruction has the next label; they count from 0. */
    void label() {
        labels[pendingLabel++] = -1;
    }

    int labelCount() {
        return pendingLabel;
    }

    /** Position of a label; -1 if nothing came after it. */
    int position(int label) {
        return label < pendingLabel ? labels[label] : -1;
    }

    boolean isStart(int pc) {
        return pc >= 0 && pc < length && starts[pc];
    }

    /** No operands, or registers only. */
    void emit(Opcode opcode, int r1, int r2, int r3) {
        emit(opcode, r1, r2, r3, 0, 0, -1);
    }

    /** With an immediate. */
    void emit(Opcode opcode, int r1, int r2, long imm1) {
        emit(opcode, r1, r2, 0, imm1, 0, -1);
    }

    /**
     * Any instruction.
     *
     * @param label where it jumps to, or -1: then the offset is {@code imm2}, or {@code imm1} for a plain jump
     */
    void emit(Opcode opcode, int r1, int r2, int r3, long imm1, long imm2, int label) {
        Form form = opcode.form();
        int fixed = form.fixedBytes();
        boolean jumps = form == Form.OFFSET || form == Form.REG_IMM_OFFSET || form == Form.REG_REG_OFFSET;
        boolean two = form.immediates() == 2;
        int need1 = form.immediates() == 0 ? 0 : !two && jumps ? offsetBytes(imm1, label) : immediateBytes(imm1);
        int need2 = !two ? 0 : jumps ? offsetBytes(imm2, label) : immediateBytes(imm2);
        if (form == Form.REG_IMM64) {
            need1 = 8;
        }
        int count = fixed + need1 + need2;
        int number = opcode.number(isa);
        if (isa.isExtended()) {
            Opcode.Variant variant = variant(opcode, count);
            number = variant.number();
            count = variant.argumentBytes();
        } else if (dice.percent(3)) {
            count += dice.below(3);
        }
        int size = (number >= 255 && isa.isExtended() ? 2 : 1) + count;
        pad(size, opcode.endsBlock());
        mark();
        int at = length;
        int pc = at;
        if (number >= 255 && isa.isExtended()) {
            bytes[at++] = -1;
            bytes[at++] = (byte) (number - 255);
        } else {
            bytes[at++] = (byte) number;
        }
        length = pc + size;
        for (int i = at; i < length + LONGEST; i++) {
            bytes[i] = i < length ? (byte) dice.next() : 0;
        }
        operands(form, at, count, registerByte(r1, r2), r3, imm1, imm2, need1, need2);
        if (jumps && label >= 0) {
            patch(form, at, count, pc, label);
        }
    }

    private int immediateBytes(long value) {
        int needed = value == 0 ? 0 : value == (byte) value ? 1 : value == (short) value ? 2
                : value == value << 40 >> 40 ? 3 : 4;
        return dice.percent(10) ? dice.between(needed, 4) : needed;
    }

    private int offsetBytes(long value, int label) {
        return label >= 0 ? dice.percent(85) ? 2 : dice.between(2, 4) : immediateBytes(value);
    }

    private Opcode.Variant variant(Opcode opcode, int needed) {
        var variants = opcode.variants();
        int first = 0;
        while (first < variants.size() - 1 && variants.get(first).argumentBytes() < needed) {
            first++;
        }
        return variants.get(dice.percent(80) ? first : dice.between(first, variants.size() - 1));
    }

    private int registerByte(int r1, int r2) {
        return nibble(r1) | nibble(r2) << 4;
    }

    private int nibble(int register) {
        return register == 12 && dice.percent(20) ? dice.between(13, 15) : register;
    }

    private void operands(
            Form form, int at, int count, int registers, int r3, long imm1, long imm2, int need1, int need2) {
        int fixed = form.fixedBytes();
        switch (form) {
            case NONE -> { }
            case IMM, OFFSET -> write(at, imm1, Math.min(4, count));
            case REG_IMM -> {
                bytes[at] = (byte) (registers & 15 | bytes[at] & 0xf0);
                write(at + 1, imm1, Math.max(Math.min(4, count - 1), 0));
            }
            case REG_IMM64 -> {
                bytes[at] = (byte) (registers & 15 | bytes[at] & 0xf0);
                write(at + 1, imm1, 8);
            }
            case REG_REG -> bytes[at] = (byte) registers;
            case REG_REG_IMM, REG_REG_OFFSET -> {
                bytes[at] = (byte) registers;
                write(at + 1, imm1, Math.max(Math.min(4, count - 1), 0));
            }
            case REG_REG_REG -> {
                bytes[at] = (byte) registers;
                bytes[at + 1] = (byte) (nibble(r3) | bytes[at + 1] & 0xf0);
            }
            case IMM_IMM, REG_IMM_IMM, REG_IMM_OFFSET, REG_REG_IMM_IMM -> {
                int length1 = Math.max(need1, Math.min(4, dice.percent(30) ? count - fixed - need2 : need1));
                int field = length1 == 4 && dice.percent(10) ? dice.between(5, 7) : length1;
                switch (form.lengthShift()) {
                    case 0 -> bytes[at] = (byte) (field | bytes[at] & 0xf8);
                    case 4 -> bytes[at] = (byte) (registers & 15 | field << 4 | bytes[at] & 0x80);
                    default -> {
                        bytes[at] = (byte) registers;
                        bytes[at + 1] = (byte) (field | bytes[at + 1] & 0xf8);
                    }
                }
                write(at + fixed, imm1, length1);
                write(at + fixed + length1, imm2, Math.max(Math.min(4, count - length1 - fixed), 0));
            }
        }
    }

    private void write(int at, long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private void patch(Form form, int at, int count, int pc, int label) {
        int fixed = form.fixedBytes();
        int length1 = form == Form.REG_IMM_OFFSET ? Math.min(4, bytes[at] >> 4 & 7) : 0;
        int offsetAt = at + fixed + length1;
        patches[patchCount++] = offsetAt;
        patches[patchCount++] = Math.max(Math.min(4, count - fixed - length1), 0);
        patches[patchCount++] = pc;
        patches[patchCount++] = label;
    }

    /** Any bytes as an instruction. */
    void garbage(int count) {
        mark();
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) dice.next();
        }
    }

    /** Marks the position as an instruction and gives it the labels that wait for one. */
    private void mark() {
        starts[length] = true;
        for (int i = pendingLabel - 1; i >= 0 && labels[i] < 0; i--) {
            labels[i] = length;
        }
    }

    private void pad(int size, boolean endsBlock) {
        int end = (length | BOUNDARY - 1) + 1;
        int next = length + size;
        if (isa.isExtended() && padded && (next > end || next == end && !endsBlock)) {
            while (length < end - 1) {
                starts[length] = true;
                bytes[length++] = (byte) Opcode.UNLIKELY.number(isa);
            }
            starts[length] = true;
            bytes[length++] = (byte) Opcode.FALLTHROUGH.number(isa);
        }
    }

    /** Fills in the offsets; labels without a position lead to the end of the code. */
    void finish() {
        for (int i = 0; i < patchCount; i += 4) {
            int position = position(patches[i + 3]);
            write(patches[i], (position < 0 ? length : position) - patches[i + 2], patches[i + 1]);
        }
    }

    byte[] code() {
        return Arrays.copyOf(bytes, length);
    }

    byte[] bitmask() {
        byte[] mask = new byte[(length + 7) / 8];
        for (int i = 0; i < length; i++) {
            if (starts[i]) {
                mask[i >> 3] |= (byte) (1 << (i & 7));
            }
        }
        return mask;
    }
}
