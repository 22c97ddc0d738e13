package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemoryMapTest {
    @Test
    void regionsLieWhereTheReferencePutsThem() {
        var rows = ReferenceTable.read("memory_map.csv");
        assertEquals(120, rows.size());
        for (var row : rows) {
            var expected = String.join(
                    " ",
                    row.get("ro"),
                    row.get("rw"),
                    row.get("stack"),
                    row.get("aux"),
                    row.get("heap_base"),
                    row.get("max_heap_size"));
            assertEquals(expected, describe(row), row::toString);
        }
    }

    private static String describe(ReferenceTable.Row row) {
        try {
            var map = MemoryMap.of(
                    Integer.parseInt(row.get("page_size")),
                    Long.parseLong(row.get("ro_size")),
                    Long.parseLong(row.get("rw_size")),
                    Long.parseLong(row.get("stack_size")),
                    Long.parseLong(row.get("aux_size")));
            return "%x+%x %x+%x %x..%x %x+%x %x %x"
                    .formatted(
                            map.roAddress(),
                            map.roLength(),
                            map.rwAddress(),
                            map.rwLength(),
                            map.stackLow(),
                            map.stackHigh(),
                            map.auxAddress(),
                            map.auxLength(),
                            map.heapBase(),
                            map.maxHeapSize());
        } catch (MalformedProgramException e) {
            return "invalid";
        }
    }

    @Test
    void theFourRegionsFillTheAddressSpaceButForFiveGuards() {
        long room = (1L << 32) - 5 * MemoryMap.REGION_ALIGNMENT;
        long half = room - MemoryMap.REGION_ALIGNMENT;
        assertEquals(0xffff, MemoryMap.of(0x1000, half, 1, 0, 0).maxHeapSize());
        assertThrows(MalformedProgramException.class, () -> MemoryMap.of(0x1000, half + 1, 1, 0, 0));
        var e = assertThrows(MalformedProgramException.class, () -> MemoryMap.of(0x1000, 0xffffffffL, 0, 0, 0));
        assertTrue(e.getMessage().contains("read-only data"), e.getMessage());
    }

    @Test
    void pageSizesArePowersOfTwoFrom4To64KiB() {
        for (int bad : new int[] {0, -4096, 2048, 4097, 12288, 131072}) {
            assertThrows(IllegalArgumentException.class, () -> MemoryMap.of(bad, 0, 0, 0, 0));
        }
    }
}
