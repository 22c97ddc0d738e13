package dev.paddock.codegen.x64;

import dev.paddock.program.Code;
import dev.paddock.program.Form;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import dev.paddock.program.Program;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/** Writes guest code instruction by instruction, immediates always in full length: enough for a compiler's tests. */
final class CodeBuilder {
    private final Isa isa;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BitSet marks = new BitSet();
    private final ByteArrayOutputStream jumpTable = new ByteArrayOutputStream();
    private int jumpTableLength;

    CodeBuilder(Isa isa) {
        this.isa = isa;
    }

    /** Where the next instruction will stand. */
    int pc() {
        return bytes.size();
    }

    /** Appends an entry to the jump table. */
    CodeBuilder entry(int target) {
        little(jumpTable, target, 4);
        jumpTableLength++;
        return this;
    }

    /** Appends raw bytes, the first marked as an instruction. */
    CodeBuilder raw(int... data) {
        marks.set(pc());
        for (int b : data) {
            bytes.write(b);
        }
        return this;
    }

    /** Length of an instruction as {@link #add} writes it. */
    int length(Opcode opcode) {
        return (isa.isExtended() && number(opcode) >= 255 ? 2 : 1) + argumentBytes(opcode.form());
    }

    /** Appends an instruction; what its form does not have is ignored. Offsets are absolute targets here. */
    CodeBuilder add(Opcode opcode, int r1, int r2, int r3, long imm1, long imm2) {
        int pc = pc();
        marks.set(pc);
        int number = number(opcode);
        if (number >= 255) {
            bytes.write(255);
            bytes.write(number - 255);
        } else {
            bytes.write(number);
        }
        switch (opcode.form()) {
            case NONE -> {}
            case IMM -> little(bytes, imm1, 4);
            case OFFSET -> little(bytes, imm1 - pc, 4);
            case REG_IMM -> {
                bytes.write(r1);
                little(bytes, imm1, 4);
            }
            case REG_IMM64 -> {
                bytes.write(r1);
                little(bytes, imm1, 8);
            }
            case IMM_IMM -> {
                bytes.write(4);
                little(bytes, imm1, 4);
                little(bytes, imm2, 4);
            }
            case REG_IMM_IMM, REG_IMM_OFFSET -> {
                bytes.write(r1 | 4 << 4);
                little(bytes, imm1, 4);
                little(bytes, opcode.form() == Form.REG_IMM_OFFSET ? imm2 - pc : imm2, 4);
            }
            case REG_REG -> bytes.write(r1 | r2 << 4);
            case REG_REG_IMM, REG_REG_OFFSET -> {
                bytes.write(r1 | r2 << 4);
                little(bytes, opcode.form() == Form.REG_REG_OFFSET ? imm1 - pc : imm1, 4);
            }
            case REG_REG_REG -> {
                bytes.write(r1 | r2 << 4);
                bytes.write(r3);
            }
            case REG_REG_IMM_IMM -> {
                bytes.write(r1 | r2 << 4);
                bytes.write(4);
                little(bytes, imm1, 4);
                little(bytes, imm2, 4);
            }
        }
        return this;
    }

    /** Appends an instruction without operands. */
    CodeBuilder add(Opcode opcode) {
        return add(opcode, 0, 0, 0, 0, 0);
    }

    Code build() {
        var blob = new ByteArrayOutputStream();
        varint(blob, jumpTableLength);
        blob.write(jumpTableLength == 0 ? 0 : 4);
        if (!isa.isExtended()) {
            varint(blob, bytes.size());
        }
        blob.writeBytes(jumpTable.toByteArray());
        blob.writeBytes(bytes.toByteArray());
        if (!isa.isExtended()) {
            byte[] mask = new byte[(bytes.size() + 7) / 8];
            marks.stream().forEach(i -> mask[i >> 3] |= (byte) (1 << (i & 7)));
            blob.writeBytes(mask);
        }
        return Program.ofCode(isa, blob.toByteArray()).code();
    }

    private int number(Opcode opcode) {
        return isa.isExtended()
                ? opcode.variants().stream()
                        .filter(v -> v.argumentBytes() == argumentBytes(opcode.form()))
                        .findFirst()
                        .orElseThrow()
                        .number()
                : opcode.number(isa);
    }

    private static int argumentBytes(Form form) {
        return switch (form) {
            case NONE -> 0;
            case IMM, OFFSET -> 4;
            case REG_IMM -> 5;
            case REG_IMM64, IMM_IMM, REG_IMM_IMM, REG_IMM_OFFSET -> 9;
            case REG_REG -> 1;
            case REG_REG_REG -> 2;
            case REG_REG_IMM, REG_REG_OFFSET -> 5;
            case REG_REG_IMM_IMM -> 10;
        };
    }

    private static void little(ByteArrayOutputStream to, long value, int count) {
        for (int i = 0; i < count; i++) {
            to.write((int) (value >>> 8 * i));
        }
    }

    /** The container's varint: the leading ones of the first byte tell how many follow. */
    private static void varint(ByteArrayOutputStream to, int value) {
        if (value < 1 << 7) {
            to.write(value);
        } else if (value < 1 << 14) {
            to.write(0x80 | value >> 8);
            little(to, value, 1);
        } else if (value < 1 << 21) {
            to.write(0xc0 | value >> 16);
            little(to, value, 2);
        } else {
            to.write(0xe0 | value >> 24);
            little(to, value, 3);
        }
    }
}
