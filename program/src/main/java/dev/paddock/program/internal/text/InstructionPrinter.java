package dev.paddock.program.internal.text;

import dev.paddock.program.InstructionReader;
import dev.paddock.program.Isa;
import dev.paddock.program.Opcode;
import java.util.ArrayList;
import java.util.List;

/** Prints instructions as the table says, with its few exceptions. */
public final class InstructionPrinter {
    private static final Template RETURN = Template.of("ret");
    private static final Template SUBTRACT = Template.of("{r1} = {r2} - {imm:neg}");
    private static final Template SUBTRACT_32 = Template.of("i32 {r1} = {r2} - {imm:neg}");
    private static final Template NEGATE = Template.of("{r1} = -{r2}");
    private static final Template NEGATE_32 = Template.of("i32 {r1} = -{r2}");
    private static final Template CONSTANT_64 = Template.of("{r1} = i64 0x{imm:hex64}");
    private static final Template JUMP_BY_OLD_VALUE =
            Template.of("tmp = {r2}, {r1} = {imm1:dec-i32}, jump [tmp{imm2:off}]");

    /** Additions of a little less than nothing print as subtractions. */
    private static final int LEAST_SUBTRAHEND = -4095;

    private final Isa isa;
    private final boolean reassemblable;
    private final Targets targets;
    private final List<Template> templates = new ArrayList<>();

    /** How the positions that jumps lead to are written. */
    public interface Targets {
        String name(int pc);
    }

    /**
     * A printer.
     *
     * @param reassemblable whether to tell apart what the usual text does not: constants by their width, and in latest32
     *     rotations from shifts
     */
    public InstructionPrinter(Isa isa, boolean reassemblable, Targets targets) {
        this.isa = isa;
        this.reassemblable = reassemblable;
        this.targets = targets;
        for (var opcode : Opcode.values()) {
            templates.add(Template.of(usual(opcode)));
        }
    }

    private String usual(Opcode opcode) {
        var text = opcode.text();
        if (isa.is64Bit()) {
            return text;
        }
        text = text.startsWith("i32 ") ? text.substring("i32 ".length()) : text;
        return switch (opcode) {
            case ROTATE_RIGHT_IMM_32, ROTATE_RIGHT_IMM_ALT_32 -> reassemblable ? text : text.replace(">>r", ">>");
            default -> text;
        };
    }

    /** Appends the text of the instruction the reader stands on. */
    public void print(InstructionReader reader, StringBuilder out) {
        var template = template(reader);
        int holes = template.holes().size();
        for (int i = 0; i < holes; i++) {
            out.append(template.texts().get(i));
            print(template.holes().get(i), reader, out);
        }
        out.append(template.texts().get(holes));
    }

    private Template template(InstructionReader reader) {
        var opcode = reader.opcode();
        var usual = templates.get(opcode.ordinal());
        return switch (opcode) {
            case JUMP_INDIRECT -> reader.imm1() == 0 && reader.r1() == 0 ? RETURN : usual;
            case ADD_IMM_32 -> subtracts(reader) ? (isa.is64Bit() ? SUBTRACT_32 : SUBTRACT) : usual;
            case ADD_IMM_64 -> subtracts(reader) ? SUBTRACT : usual;
            case NEGATE_AND_ADD_IMM_32 -> reader.imm1() == 0 ? (isa.is64Bit() ? NEGATE_32 : NEGATE) : usual;
            case NEGATE_AND_ADD_IMM_64 -> reader.imm1() == 0 ? NEGATE : usual;
            case LOAD_IMM_AND_JUMP_INDIRECT -> reader.r1() == reader.r2() ? JUMP_BY_OLD_VALUE : usual;
            case LOAD_IMM64 -> reassemblable && isShort(reader.imm1()) ? CONSTANT_64 : usual;
            default -> usual;
        };
    }

    private static boolean subtracts(InstructionReader reader) {
        return reader.imm1() < 0 && reader.imm1() >= LEAST_SUBTRAHEND;
    }

    /** Whether the text of a wide constant could be that of a narrow one. */
    private static boolean isShort(long value) {
        return value == (int) value || value >>> 32 == 0;
    }

    private void print(Hole hole, InstructionReader reader, StringBuilder out) {
        switch (hole.field()) {
            case R1 -> out.append(Lexer.registerName(reader.r1()));
            case R2 -> out.append(Lexer.registerName(reader.r2()));
            case R3 -> out.append(Lexer.registerName(reader.r3()));
            case IMM1 -> print(hole.format(), reader.imm1(), out);
            case IMM2 -> print(hole.format(), reader.imm2(), out);
            case TARGET -> out.append(targets.name(reader.target()));
        }
    }

    private void print(Hole.Format format, long value, StringBuilder out) {
        switch (format) {
            case HEX -> out.append(value == 0 ? "0" : "0x" + hex(value));
            case HEX_64 -> out.append(Long.toHexString(value));
            case DECIMAL -> out.append(value);
            case UNSIGNED_DECIMAL -> out.append(Integer.toUnsignedString((int) value));
            case NEGATED -> out.append(-value);
            case OFFSET -> {
                if (value != 0) {
                    out.append(value < 0 ? " - " : " + ").append(Math.abs(value));
                }
            }
        }
    }

    private String hex(long value) {
        return isa.is64Bit() ? Long.toHexString(value) : Integer.toHexString((int) value);
    }
}
