package dev.paddock.program.internal.text;

import dev.paddock.program.Isa;
import dev.paddock.program.ProgramWriter;
import dev.paddock.program.Symbol;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** The lines {@code %name = value}: instruction set, memory, imports. */
final class Directives {
    private static final String KNOWN =
            "expected %isa, %ro_data_size, %rw_data_size, %stack_size, %ro_data, %rw_data or %import, as in `%name = value`";
    private static final int MAX_IMPORTS = 1024;

    private final java.util.List<Symbol> imports = new java.util.ArrayList<>();
    private byte[] roData = {};
    private byte[] rwData = {};
    private OptionalLong roDataSize = OptionalLong.empty();
    private OptionalLong rwDataSize = OptionalLong.empty();
    private long stackSize;
    private Optional<Isa> isa = Optional.empty();

    void read(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new UnexpectedText(KNOWN);
        }
        var value = line.substring(equals + 1).strip();
        switch (line.substring(1, equals).strip()) {
            case "isa" -> isa = Optional.of(isa(value));
            case "ro_data_size" -> roDataSize = OptionalLong.of(size(value));
            case "rw_data_size" -> rwDataSize = OptionalLong.of(size(value));
            case "stack_size" -> stackSize = size(value);
            case "ro_data" -> roData = bytes(value);
            case "rw_data" -> rwData = bytes(value);
            case "import" -> addImport(Names.parse(value));
            default -> throw new UnexpectedText(KNOWN);
        }
    }

    Optional<Isa> isa() {
        return isa;
    }

    /** Passes on everything but the instruction set. */
    void writeTo(ProgramWriter writer) {
        checkSize("%ro_data", roData, roDataSize);
        checkSize("%rw_data", rwData, rwDataSize);
        writer.roData(roData, roDataSize.orElse(roData.length));
        writer.rwData(rwData, rwDataSize.orElse(rwData.length));
        writer.stackSize(stackSize);
        imports.forEach(writer::addImport);
    }

    private static void checkSize(String what, byte[] data, OptionalLong size) {
        if (size.isPresent() && data.length > size.getAsLong()) {
            throw new UnexpectedText(
                    what + " has " + data.length + " bytes, more than its " + what + "_size of " + size.getAsLong());
        }
    }

    private void addImport(Symbol symbol) {
        if (imports.size() == MAX_IMPORTS) {
            throw new UnexpectedText("expected at most " + MAX_IMPORTS + " imports");
        }
        imports.add(symbol);
    }

    private static Isa isa(String label) {
        return Isa.byLabel(label)
                .orElseThrow(() -> new UnexpectedText("expected revive_v1, jam_v1, latest32 or latest64"));
    }

    private static long size(String digits) {
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(digits));
        } catch (NumberFormatException e) {
            throw new UnexpectedText("expected a decimal size below 4294967296");
        }
    }

    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedText("expected pairs of hex digits");
        }
    }
}
