package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockCostTest {
    @ParameterizedTest
    @CsvSource({"PIPELINE_L1, blocks_l1", "PIPELINE_L2, blocks_l2", "PIPELINE_L3, blocks_l3"})
    void pipelineCostsAreThoseOfTheReference(CostModel model, String column) {
        var rows = ReferenceTable.read("gas_blocks.csv");
        assertEquals(280, rows.size());
        for (var row : rows) {
            assertEquals(row.get(column), costs(model, row.code()), row::toString);
        }
    }

    @Test
    void naivelyABlockCostsItsInstructions() {
        // jam_v1: unlikely, trap; jump to itself; an ecalli that runs off the end into the implicit invalid instruction.
        var code = new ReferenceTable.Row(Map.of("isa", "jam_v1", "code", "0200280a01", "bitmask", "0f")).code();
        assertEquals("0:2 2:1 3:2", costs(CostModel.NAIVE, code));
    }

    private static String costs(CostModel model, Code code) {
        var cost = BlockCost.of(model, code);
        var reader = new InstructionReader(code);
        var blocks = new ArrayList<String>();
        var start = 0;
        while (reader.next()) {
            if (reader.startsBlock()) {
                start = reader.pc();
                cost.begin();
            }
            cost.add(reader);
            if (reader.endsBlock()) {
                blocks.add(start + ":" + cost.end());
            }
        }
        return String.join(" ", blocks);
    }
}
