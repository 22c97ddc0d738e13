package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.program.CostModel;
import dev.paddock.program.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every register instruction under every number it has, against the reference. */
class ArithmeticTest {
    private static final int A0 = 7;

    @Test
    void everyRowOfTheReferenceTableComputesTheSame() throws IOException {
        List<String> rows = rows();
        assertEquals(1990, rows.size());
        rows.forEach(ArithmeticTest::check);
    }

    private static List<String> rows() throws IOException {
        var table = Path.of("..", "program", "src", "test", "resources", "reference", "alu.csv");
        return Files.readAllLines(table).stream().skip(1).toList();
    }

    private static void check(String row) {
        String[] cells = row.split(",");
        Isa isa = Isa.byLabel(cells[0]).orElseThrow();
        byte[] code = HexFormat.of().parseHex(cells[2]);
        int[] bytes = new int[code.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = code[i] & 0xff;
        }
        var program = new Blob().add(bytes).add(0).program(isa);
        var decoded = DecodedCode.of(program.code(), CostModel.NAIVE);
        var machine = new Interpreter(decoded, PagedMemory.dynamic(4096), true);
        long[] before = registers(cells[3]);
        for (int i = 0; i < before.length; i++) {
            machine.setRegister(A0 + i, before[i]);
        }
        machine.setGas(2);
        machine.setNextPc(0);
        assertEquals(Stop.PANIC, machine.run(), row);
        assertEquals(code.length, machine.pc(), row);
        assertEquals(0, machine.gas(), row);
        long[] after = registers(cells[4]);
        for (int i = 0; i < 13; i++) {
            long expected = i >= A0 && i < A0 + after.length ? after[i - A0] : 0;
            assertEquals(Long.toHexString(expected), Long.toHexString(machine.register(i)), row + ": register " + i);
        }
    }

    private static long[] registers(String cell) {
        String[] values = cell.split(" ");
        long[] registers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            registers[i] = Long.parseUnsignedLong(values[i], 16);
        }
        return registers;
    }
}
