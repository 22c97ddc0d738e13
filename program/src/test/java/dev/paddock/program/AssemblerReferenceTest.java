package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssemblerReferenceTest {
    @Test
    void everySourceBecomesTheBytesOfTheReference() {
        var rows = ReferenceTable.read("assemble.csv");
        assertEquals(96, rows.size());
        for (var row : rows) {
            var source = row.get("source").replace(" | ", "\n");
            var program = Program.parse(Assembler.assemble(source, row.isa()));
            var code = program.code();
            assertEquals(row.get("code"), HexFormat.of().formatHex(code.bytes(), 0, code.length()), source);
            assertEquals(row.get("bitmask"), HexFormat.of().formatHex(code.bitmask()), source);
            assertEquals(row.get("exports"), exports(program), source);
            // The reference's writer loses tables that lead to 0 alone; ours must not.
            var table = jumpTable(code);
            assertEquals(row.get("jump_table"), table.matches("0( 0)*") ? "" : table, source);
        }
    }

    private static String exports(Program program) {
        return program.exports().stream()
                .map(e -> e.name() + "=" + Integer.toUnsignedString(e.pc()))
                .collect(Collectors.joining(" "));
    }

    private static String jumpTable(Code code) {
        return IntStream.range(0, code.jumpTableLength())
                .mapToObj(i -> Integer.toString(code.jumpTableEntry(i)))
                .collect(Collectors.joining(" "));
    }
}
