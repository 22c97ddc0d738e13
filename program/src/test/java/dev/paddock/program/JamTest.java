package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JamTest {
    private static final String CODE = "000001 00 01";

    @Test
    void memoryIsInitializedAsStandard() {
        var program = Program.parseJam(
                spi("020000 010000 0300 012000 aabb cc 05000000" + CODE), new byte[] {1, 2, 3});
        var image = program.memoryImage(0x1000, 0);
        assertEquals(
                List.of(
                        "10000..11000 READ_ONLY 2",
                        "30000..34000 READ_WRITE 1",
                        "fefdd000..fefe0000 READ_WRITE 0",
                        "feff0000..feff1000 READ_ONLY 3"),
                image.regions().stream()
                        .map(r -> "%x..%x %s %d".formatted(r.address(), r.end(), r.access(), r.initial().length))
                        .toList());
        long[] registers = new long[13];
        registers[0] = 0xffff0000L;
        registers[1] = 0xfefe0000L;
        registers[7] = 0xfeff0000L;
        registers[8] = 3;
        assertArrayEquals(registers, program.initialRegisters());
        assertThrows(IllegalArgumentException.class, () -> program.memoryImage(0x4000, 0));
        assertThrows(IllegalArgumentException.class, () -> program.memoryImage(0x1000, 1));
    }

    @Test
    void whatDoesNotFitOrIsCutOffIsMalformed() {
        assertMalformed("code of 6 bytes, but 5 are left", "000000 000000 0000 000000 06000000" + CODE);
        assertMalformed("code of 4 bytes, but 5 are left", "000000 000000 0000 000000 04000000" + CODE);
        assertMalformed("read-only data needs 16777215 bytes", "ffffff 000000 0000 000000 05000000" + CODE);
        assertMalformed("1 bytes after the bitmask", "000000 000000 0000 000000 06000000" + CODE + "00");
    }

    @Test
    void theLargestHeapAndStackFit() {
        // 65,535 pages of heap and 16 MiB of stack leave room; every size the format can name does.
        Program.parseJam(spi("000000 000000 ffff ffffff 05000000" + CODE), new byte[0]);
    }

    @Test
    void argumentsHave16MiB() {
        byte[] spi = spi("000000 000000 0000 000000 05000000" + CODE);
        Program.parseJam(spi, new byte[1 << 24]);
        assertThrows(IllegalArgumentException.class, () -> Program.parseJam(spi, new byte[(1 << 24) + 1]));
    }

    @Test
    void bareCodeHasNoMemory() {
        var program = Program.ofCode(Isa.JAM_V1, spi(CODE));
        assertEquals(List.of(), program.memoryImage(0x1000, 0).regions());
    }

    private static void assertMalformed(String problem, String hex) {
        var e = assertThrows(MalformedProgramException.class, () -> Program.parseJam(spi(hex), new byte[0]));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    private static byte[] spi(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
