package dev.paddock.program.internal.text;

import dev.paddock.program.Disassembler;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import dev.paddock.program.Program;
import dev.paddock.program.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints a whole program. */
public final class ListingPrinter {
    private static final int RAW_BYTES_WIDTH = 24;
    private static final HexFormat RAW_BYTES = HexFormat.ofDelimiter(" ");

    private final Program program;
    private final Disassembler.Options options;
    private final BlockTable blocks;
    private final InstructionPrinter instructions;
    private final FunctionNames functions;
    private final Optional<SourceComments> source;
    private final Map<Integer, List<String>> attributes = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    public ListingPrinter(Program program, Disassembler.Options options) {
        this.program = program;
        this.options = options;
        this.blocks = new BlockTable(program.code(), options.gas());
        this.instructions = new InstructionPrinter(program.isa(), options.reassemblable(), this::target);
        this.functions = new FunctionNames(program.debugInfo());
        this.source = options.source().map(text -> new SourceComments(program.debugInfo(), text));
        collectAttributes();
    }

    private void collectAttributes() {
        var code = program.code();
        for (int i = 0; i < code.jumpTableLength(); i++) {
            attribute(code.jumpTableEntry(i), "[@dyn " + (i + 1) + "]");
        }
        var exports = program.exports();
        for (int i = 0; i < exports.size(); i++) {
            var export = exports.get(i);
            attribute(export.pc(), "[export #" + i + ": " + Names.quoted(export.symbol()) + "]");
        }
    }

    private void attribute(int pc, String text) {
        attributes.computeIfAbsent(pc, at -> new ArrayList<>()).add(text);
    }

    /** The text. */
    public String print() {
        header();
        if (options.reassemblable()) {
            directives();
        }
        var reader = new InstructionReader(program.code());
        while (reader.next()) {
            functions.print(reader.pc(), out);
            if (reader.startsBlock()) {
                label(reader.pc());
            } else if (options.reassemblable() && attributes.containsKey(reader.pc())) {
                labelWithinBlock(reader.pc());
            }
            source.ifPresent(comments -> comments.print(reader.pc(), out));
            instruction(reader);
        }
        return out.toString();
    }

    private void header() {
        line("// RO data = " + program.roData().length + "/" + program.roDataSize() + " bytes");
        line("// RW data = " + program.rwData().length + "/" + program.rwDataSize() + " bytes");
        line("// Stack size = " + program.stackSize() + " bytes");
        line("");
        line("// Instructions = " + blocks.instructions());
        line("// Code size = " + program.code().length() + " bytes");
        line("");
    }

    private void directives() {
        line("%isa = " + program.isa().label());
        line("%ro_data_size = " + program.roDataSize());
        line("%rw_data_size = " + program.rwDataSize());
        line("%stack_size = " + program.stackSize());
        line("%ro_data = " + HexFormat.of().formatHex(program.roData()));
        line("%rw_data = " + HexFormat.of().formatHex(program.rwData()));
        for (var imported : program.imports()) {
            line("%import = " + imported.symbol().map(Names::plain).orElse("0x"));
        }
        line("");
    }

    private void label(int pc) {
        int number = blocks.numberOf(pc);
        out.append("      : ");
        if (options.rawBytes()) {
            out.repeat(' ', RAW_BYTES_WIDTH + 1);
        }
        out.append('@').append(number);
        attributes.getOrDefault(pc, List.of()).forEach(text -> out.append(' ').append(text));
        options.gas().ifPresent(model -> out.append(" (gas: ").append(blocks.cost(number)).append(')'));
        line("");
    }

    /** What leads to the middle of a block, which others do not print: only exports can do that. */
    private void labelWithinBlock(int pc) {
        for (var text : attributes.getOrDefault(pc, List.of())) {
            if (text.startsWith("[export")) {
                line("      : " + text);
            }
        }
    }

    private void instruction(InstructionReader reader) {
        var offset = Integer.toString(reader.pc());
        out.repeat(' ', Math.max(0, 6 - offset.length())).append(offset).append(": ");
        if (options.rawBytes()) {
            rawBytes(reader);
        }
        instructions.print(reader, out);
        if (reader.opcode() == Opcode.ECALLI) {
            importName(reader.imm1());
        }
        line("");
    }

    private void rawBytes(InstructionReader reader) {
        int end = Math.min(reader.nextPc(), program.code().length());
        var raw = RAW_BYTES.formatHex(program.code().bytes(), Math.min(reader.pc(), end), end);
        out.append(raw).repeat(' ', Math.max(0, RAW_BYTES_WIDTH - raw.length())).append(' ');
    }

    private void importName(long imm) {
        long number = imm & 0xffff_ffffL;
        var imports = program.imports();
        var symbol =
                number < imports.size() ? imports.get((int) number).symbol() : Optional.<Symbol>empty();
        out.append(" // ").append(symbol.map(Names::quoted).orElse("INVALID"));
    }

    private String target(int pc) {
        int number = options.targetsAsOffsets() ? -1 : blocks.numberOf(pc);
        return number < 0 ? Integer.toUnsignedString(pc) : "@" + number;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
