package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DisassemblerReferenceTest {
    @Test
    void everyInstructionPrintsAsTheReferencePrintsIt() {
        var rows = ReferenceTable.read("decode.csv");
        assertEquals(330, rows.size());
        for (var row : rows) {
            var items = new ArrayList<String>();
            var reader = new InstructionReader(row.code());
            while (reader.next()) {
                var length = reader.nextPc() - reader.pc();
                items.add(reader.pc() + "+" + length + " " + Disassembler.instruction(row.isa(), reader));
            }
            assertEquals(row.get("instructions"), String.join(" | ", items), row::toString);
        }
    }
}
