package dev.paddock.linker.elf;

import java.util.ArrayList;
import java.util.List;

/** A small assembler of RISC-V that fills a section. Registers are numbers, x0..x15. */
public final class RiscvCode {
    public static final int ZERO = 0;
    public static final int RA = 1;
    public static final int SP = 2;
    public static final int T0 = 5;
    public static final int T1 = 6;
    public static final int T2 = 7;
    public static final int S0 = 8;
    public static final int S1 = 9;
    public static final int A0 = 10;
    public static final int A1 = 11;
    public static final int A2 = 12;
    public static final int A3 = 13;
    public static final int A4 = 14;
    public static final int A5 = 15;

    public static final int R_32 = 1;
    public static final int R_64 = 2;
    public static final int R_CALL_PLT = 19;
    public static final int R_GOT_HI20 = 20;
    public static final int R_PCREL_HI20 = 23;
    public static final int R_PCREL_LO12_I = 24;
    public static final int R_PCREL_LO12_S = 25;
    public static final int R_HI20 = 26;
    public static final int R_LO12_I = 27;
    public static final int R_LO12_S = 28;
    public static final int R_ADD32 = 35;
    public static final int R_SUB32 = 39;

    private final ElfBuilder elf;
    private final ElfBuilder.Section section;
    private final List<Integer> labels = new ArrayList<>();
    private final List<int[]> jumps = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();
    /** Data words among the instructions, which no jump is patched into. */
    private int anonymous;

    public RiscvCode(ElfBuilder elf, ElfBuilder.Section section) {
        this.elf = elf;
        this.section = section;
    }

    public ElfBuilder elf() {
        return elf;
    }

    public ElfBuilder.Section section() {
        return section;
    }

    /** Where the next instruction goes. */
    public int here() {
        return words.size() * 4;
    }

    public int label() {
        labels.add(-1);
        return labels.size() - 1;
    }

    public void bind(int label) {
        labels.set(label, here());
    }

    public int bound() {
        int label = label();
        bind(label);
        return label;
    }

    public int offsetOf(int label) {
        return labels.get(label);
    }

    public void word(int word) {
        words.add(word);
    }

    /** opcode, function fields, registers. */
    public void register(int opcode, int upper, int function, int rd, int rs1, int rs2) {
        word(upper << 25 | rs2 << 20 | rs1 << 15 | function << 12 | rd << 7 | opcode);
    }

    public void immediate(int opcode, int function, int rd, int rs1, int value) {
        word(value << 20 | rs1 << 15 | function << 12 | rd << 7 | opcode);
    }

    public void op(int upper, int function, int rd, int rs1, int rs2) {
        register(0x33, upper, function, rd, rs1, rs2);
    }

    public void op32(int upper, int function, int rd, int rs1, int rs2) {
        register(0x3b, upper, function, rd, rs1, rs2);
    }

    public void add(int rd, int rs1, int rs2) {
        op(0, 0, rd, rs1, rs2);
    }

    public void addi(int rd, int rs1, int value) {
        immediate(0x13, 0, rd, rs1, value);
    }

    public void andi(int rd, int rs1, int value) {
        immediate(0x13, 7, rd, rs1, value);
    }

    public void slli(int rd, int rs1, int amount) {
        immediate(0x13, 1, rd, rs1, amount);
    }

    public void srli(int rd, int rs1, int amount) {
        immediate(0x13, 5, rd, rs1, amount);
    }

    public void srai(int rd, int rs1, int amount) {
        immediate(0x13, 5, rd, rs1, amount | 0x400);
    }

    public void move(int rd, int rs1) {
        addi(rd, rs1, 0);
    }

    public void lui(int rd, int value) {
        word(value & 0xfffff000 | rd << 7 | 0x37);
    }

    /** A constant of 32 bits, sign-extended. */
    public void li(int rd, int value) {
        int low = value << 20 >> 20;
        if (value == low) {
            addi(rd, ZERO, low);
            return;
        }
        lui(rd, value - low);
        if (low != 0) {
            immediate(elf.wide() ? 0x1b : 0x13, 0, rd, rd, low);
        }
    }

    public void load(int function, int rd, int base, int offset) {
        immediate(0x03, function, rd, base, offset);
    }

    public void store(int function, int value, int base, int offset) {
        word((offset >> 5) << 25 | value << 20 | base << 15 | function << 12 | (offset & 31) << 7 | 0x23);
    }

    /** A load or store of a whole register. */
    public void loadWord(int rd, int base, int offset) {
        load(elf.wide() ? 3 : 2, rd, base, offset);
    }

    public void storeWord(int value, int base, int offset) {
        store(elf.wide() ? 3 : 2, value, base, offset);
    }

    public void branch(int function, int rs1, int rs2, int label) {
        jumps.add(new int[] {words.size(), label});
        word(rs2 << 20 | rs1 << 15 | function << 12 | 0x63);
    }

    public void jal(int rd, int label) {
        jumps.add(new int[] {words.size(), label});
        word(rd << 7 | 0x6f);
    }

    public void jump(int label) {
        jal(ZERO, label);
    }

    public void jalr(int rd, int rs1) {
        immediate(0x67, 0, rd, rs1, 0);
    }

    public void ret() {
        jalr(ZERO, RA);
    }

    public void trap() {
        word(0xc0001073);
    }

    /** A call by way of an auipc, as compilers write it. */
    public void call(int symbol) {
        section.relocate(here(), R_CALL_PLT, symbol, 0);
        word(RA << 7 | 0x17);
        jalr(RA, RA);
    }

    /** rd = the address of a symbol, as position-independent code has it. */
    public void address(int rd, int symbol, long addend) {
        int high = upperHalf(rd, R_PCREL_HI20, symbol, addend);
        section.relocate(here(), R_PCREL_LO12_I, high, 0);
        addi(rd, rd, 0);
    }

    /** The same as position-dependent code has it. */
    public void absoluteAddress(int rd, int symbol, long addend) {
        section.relocate(here(), R_HI20, symbol, addend);
        lui(rd, 0);
        section.relocate(here(), R_LO12_I, symbol, addend);
        addi(rd, rd, 0);
    }

    /** The same through the global offset table. */
    public void addressFromTable(int rd, int symbol) {
        int high = upperHalf(rd, R_GOT_HI20, symbol, 0);
        section.relocate(here(), R_PCREL_LO12_I, high, 0);
        loadWord(rd, rd, 0);
    }

    /** An auipc, and the symbol by which the lower half names it. */
    public int upperHalf(int rd, int relocation, int symbol, long addend) {
        int name = elf.symbol(".Lhigh" + anonymous++, 0, section, here(), 0);
        section.relocate(here(), relocation, symbol, addend);
        word(rd << 7 | 0x17);
        return name;
    }

    /** Puts everything into the section, jumps with their targets. */
    public void finish() {
        for (var jump : jumps) {
            int offset = offsetOf(jump[1]) - jump[0] * 4;
            int word = words.get(jump[0]);
            words.set(jump[0], word | ((word & 0x7f) == 0x63 ? branchOffset(offset) : jumpOffset(offset)));
        }
        words.forEach(word -> section.add(word, 4));
    }

    private static int branchOffset(int offset) {
        if (offset < -4096 || offset > 4094) {
            throw new IllegalArgumentException("a branch over " + offset + " bytes");
        }
        return (offset >> 12 & 1) << 31 | (offset >> 5 & 63) << 25 | (offset >> 1 & 15) << 8 | (offset >> 11 & 1) << 7;
    }

    private static int jumpOffset(int offset) {
        return (offset >> 20 & 1) << 31 | (offset >> 1 & 1023) << 21 | (offset >> 11 & 1) << 20 | (offset >> 12 & 255) << 12;
    }
}
