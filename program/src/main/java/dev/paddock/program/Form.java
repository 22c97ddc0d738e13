package dev.paddock.program;

/**
 * The operands of an instruction and how its argument bytes hold them.
 *
 * <pre>
 *   byte 1: r1 (low nibble), r2 or a length (high nibble); or a length alone; or already the immediate
 *   byte 2: r3 or a length where the form has one; else the immediate
 * </pre>
 *
 * <p>A form with two immediates says how long the first is in three bits; everything else follows from the number of
 * argument bytes.
 */
public enum Form {
    NONE(0, 0, 0, 0),
    IMM(0, 0, 1, 0),
    OFFSET(0, 0, 1, 0),
    REG_IMM(1, 1, 1, 0),
    REG_IMM64(1, 1, 1, 0),
    IMM_IMM(0, 1, 2, 0),
    REG_IMM_IMM(1, 1, 2, 4),
    REG_IMM_OFFSET(1, 1, 2, 4),
    REG_REG(2, 1, 0, 0),
    REG_REG_IMM(2, 1, 1, 0),
    REG_REG_OFFSET(2, 1, 1, 0),
    REG_REG_REG(3, 2, 0, 0),
    REG_REG_IMM_IMM(2, 2, 2, 8);

    private final int registers;
    private final int fixedBytes;
    private final int immediates;
    private final int lengthShift;

    Form(int registers, int fixedBytes, int immediates, int lengthShift) {
        this.registers = registers;
        this.fixedBytes = fixedBytes;
        this.immediates = immediates;
        this.lengthShift = lengthShift;
    }

    /** How many registers it names, 0..3. */
    public int registers() {
        return registers;
    }

    /** How many argument bytes come before the first immediate: registers and lengths. */
    public int fixedBytes() {
        return fixedBytes;
    }

    /** How many immediates it has, 0..2; an offset counts as one and comes last. */
    public int immediates() {
        return immediates;
    }

    /** With two immediates: the bit of the argument bytes where the three-bit length of the first one begins. */
    public int lengthShift() {
        return lengthShift;
    }

    /** Whether the last immediate is an offset from the instruction's own position. */
    public boolean hasTarget() {
        return this == OFFSET || this == REG_IMM_OFFSET || this == REG_REG_OFFSET;
    }
}
