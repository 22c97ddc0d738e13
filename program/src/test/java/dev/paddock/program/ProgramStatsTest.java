package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramStatsTest {
    @Test
    void figuresCountWhatIsThere() {
        var source = """
                %rw_data_size = 12
                %import = print
                pub @main:
                    a0 = a1 + a2
                    a1 = a2 + a0
                    ecalli 0
                    jump @main if a0 == a1
                    ret
                """;
        var stats = ProgramStats.of(Program.parse(Assembler.assemble(source, Isa.LATEST64)), CostModel.NAIVE);
        assertEquals(5, stats.instructions());
        assertEquals(2, stats.blocks());
        assertEquals(
                Map.of(Opcode.ADD_64, 2, Opcode.ECALLI, 1, Opcode.BRANCH_EQ, 1, Opcode.JUMP_INDIRECT, 1),
                stats.histogram());
        assertEquals(new ProgramStats.Count(Opcode.ADD_64, 2), stats.mostFrequent().getFirst());
        assertEquals(new ProgramStats.BlockGas(CostModel.NAIVE, 1, 4, 4, 5), stats.blockGas());
        assertEquals(12, stats.rwDataSize());
        assertEquals(1, stats.imports());
        assertEquals(1, stats.exports());
    }
}
