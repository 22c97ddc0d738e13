package dev.paddock.interpreter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.program.Access;
import dev.paddock.program.MemoryImage;
import dev.paddock.program.MemoryMap;
import dev.paddock.program.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedMemoryTest {
    private static final byte[] RO = {1, 2, 3};
    private static final byte[] RW = {4, 5, 6, 7, 8, 9, 10, 11};

    /** Read-only data of 3 bytes, read-write of 8, a stack of 1, auxiliary data of 2 pages. */
    private static PagedMemory fixed(int pageSize) {
        var map = MemoryMap.of(pageSize, RO.length, RW.length, 1, 2L * pageSize);
        List<Region> regions = new ArrayList<>();
        regions.add(new Region(
                Region.Kind.READ_ONLY_DATA, map.roAddress(), map.roLength(), Access.READ_ONLY, RO));
        regions.add(new Region(
                Region.Kind.READ_WRITE_DATA, map.rwAddress(), map.rwLength(), Access.READ_WRITE, RW));
        regions.add(new Region(
                Region.Kind.STACK, map.stackLow(), map.stackHigh() - map.stackLow(), Access.READ_WRITE, new byte[0]));
        regions.add(new Region(
                Region.Kind.AUXILIARY, map.auxAddress(), map.auxLength(), Access.READ_ONLY, new byte[0]));
        return PagedMemory.of(new MemoryImage(map, regions));
    }

    private static void assertTrap(PagedMemory memory, Runnable access) {
        assertThrows(GuestFault.class, access::run);
        assertTrue(memory.faultIsTrap());
    }

    private static void assertFault(PagedMemory memory, int page, boolean writeProtect, Runnable access) {
        assertThrows(GuestFault.class, access::run);
        assertFalse(memory.faultIsTrap());
        assertEquals(Integer.toHexString(page), Integer.toHexString(memory.faultAddress()));
        assertEquals(writeProtect, memory.faultIsWriteProtect());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1000, 0x4000, 0x10000})
    void regionsBeginWithTheirDataAndEndWithTheirLastPage(int page) {
        var memory = fixed(page);
        assertEquals(0x030201, memory.load(0x10000, 8));
        assertEquals(0x0b0a090807060504L, memory.load(0x30000, 8));
        assertEquals(0, memory.load(0x10000 + page - 1, 1));
        assertTrap(memory, () -> memory.load(0x10000 + page, 1));
        assertTrap(memory, () -> memory.load(0x10000 + page - 7, 8));
        assertTrap(memory, () -> memory.load(0xffff, 1));
        assertTrap(memory, () -> memory.load(0, 1));
        assertTrap(memory, () -> memory.load(-1, 1));
        int top = 0xffff0000 - 0x10000 * (2 * page > 0x10000 ? 2 : 1) - 0x10000;
        memory.store(top - 4, 4, 0x12345678);
        assertEquals(0x1234, memory.load(top - 2, 2));
        assertTrap(memory, () -> memory.load(top, 1));
        assertTrap(memory, () -> memory.store(top - page - 1, 1, 1));
    }

    @Test
    void storesOutsideWritableRegionsWriteNothing() {
        var memory = fixed(0x1000);
        assertTrap(memory, () -> memory.store(0x10000, 1, 9));
        assertEquals(1, memory.load(0x10000, 1));
        assertTrap(memory, () -> memory.store(0x31000 - 4, 8, -1));
        assertEquals(0, memory.load(0x31000 - 4, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1000, 0x10000})
    void accessesAcrossPagesSeeBoth(int page) {
        var memory = PagedMemory.dynamic(page);
        memory.map(0x100000, 2L * page, true);
        int seam = 0x100000 + page;
        for (int before = 1; before < 8; before++) {
            long value = 0x0807060504030201L * before;
            memory.store(seam - before, 8, value);
            assertEquals(value, memory.load(seam - before, 8));
            assertEquals(value & 0xffffffffL, memory.load(seam - before, 4));
        }
        memory.store(seam - 1, 2, 0xbeef);
        assertEquals(0xef, memory.load(seam - 1, 1));
        assertEquals(0xbe, memory.load(seam, 1));
        memory.store(seam - 3, 4, 0x87654321);
        assertEquals(0x87654321, (int) memory.load(seam - 3, 4));
    }

    @Test
    void pageFaultsNameTheLowestMissingPage() {
        var memory = PagedMemory.dynamic(0x1000);
        assertFault(memory, 0x20000, false, () -> memory.load(0x20ffc, 8));
        memory.map(0x20000, 0x1000, false);
        assertFault(memory, 0x21000, false, () -> memory.load(0x20ffc, 8));
        // A store tells of a missing upper page before a read-only lower one.
        assertFault(memory, 0x21000, false, () -> memory.store(0x20ffc, 8, 1));
        memory.map(0x21000, 0x1000, false);
        assertEquals(0, memory.load(0x20ffc, 8));
        assertFault(memory, 0x20000, true, () -> memory.store(0x20ffc, 8, 1));
        memory.protect(0x20000, 0x1000, true);
        assertFault(memory, 0x21000, true, () -> memory.store(0x20ffc, 8, 1));
        assertEquals(0, memory.load(0x20ffc, 8));
        memory.protect(0x21000, 0x1000, true);
        memory.store(0x20ffc, 8, -1);
        memory.unmap(0x20000, 0x1000);
        assertFault(memory, 0x20000, false, () -> memory.load(0x20fff, 1));
        assertEquals(0xff, memory.load(0x21000, 1));
    }

    @Test
    void lowPagesAndAccessesBeyondTheEndTrap() {
        var memory = PagedMemory.dynamic(0x1000);
        assertTrap(memory, () -> memory.load(0xffff, 1));
        assertTrap(memory, () -> memory.load(0xffff, 2));
        assertFault(memory, 0xfffff000, false, () -> memory.load(-4, 8));
        memory.map(0xfffff000, 0x1000, true);
        assertTrap(memory, () -> memory.load(-4, 8));
        assertTrap(memory, () -> memory.store(-1, 4, 1));
        memory.store(-8, 8, 0x1122334455667788L);
        assertEquals(0x11, memory.load(-1, 1));
        assertEquals(0x11223344, memory.load(-4, 4));
    }

    @Test
    void readOnlyPagesStaySoAfterReads() {
        var memory = PagedMemory.dynamic(0x1000);
        memory.map(0x20000, 0x1000, false);
        assertEquals(0, memory.load(0x20000, 1));
        assertTrue(memory.write(0x20000, RW, 0, RW.length));
        assertEquals(4, memory.load(0x20000, 1));
        assertFault(memory, 0x20000, true, () -> memory.store(0x20000, 1, 1));
    }

    @Test
    void heapGrowsToItsLimitAndNotFurther() {
        var memory = fixed(0x1000);
        assertEquals(0x30008, memory.sbrk(0));
        assertTrap(memory, () -> memory.store(0x31000, 1, 1));
        assertEquals(0x31000, memory.sbrk(0xff8));
        assertTrap(memory, () -> memory.store(0x31000, 1, 1));
        assertEquals(0x31001, memory.sbrk(1));
        memory.store(0x31fff, 1, 1);
        assertTrap(memory, () -> memory.store(0x32000, 1, 1));
        assertEquals(0, memory.sbrk(-1));
        assertEquals(0x31001, memory.sbrk(0));
        long limit = MemoryMap.of(0x1000, 3, 8, 1, 0x2000).maxHeapSize();
        assertEquals(0, memory.sbrk((int) (limit - memory.heapSize() + 1)));
        assertEquals(0x30008 + limit, memory.sbrk((int) (limit - memory.heapSize())));
        memory.store((int) (0x30008 + limit - 1), 1, 77);
        memory.reset();
        assertEquals(0x30008, memory.sbrk(0));
        assertTrap(memory, () -> memory.load(0x31000, 1));
    }

    @Test
    void resetBringsBackTheInitialContents() {
        var memory = fixed(0x1000);
        memory.store(0x30000, 8, 0);
        memory.store(0x30800, 1, 1);
        memory.reset();
        assertEquals(0x0b0a090807060504L, memory.load(0x30000, 8));
        assertEquals(0, memory.load(0x30800, 1));
    }

    @Test
    void hostMayWriteAuxiliaryDataButNotReadOnlyData() {
        var memory = fixed(0x1000);
        int aux = 0xfffe0000;
        assertTrue(memory.write(aux, RW, 0, RW.length));
        assertEquals(4, memory.load(aux, 1));
        assertTrap(memory, () -> memory.store(aux, 1, 1));
        assertFalse(memory.write(0x10000, RW, 0, 1));
        assertFalse(memory.write(0x30ffc, RW, 0, RW.length));
        memory.setAccessibleAuxSize(1);
        assertTrap(memory, () -> memory.load(aux + 0x1000, 1));
        assertEquals(4, memory.load(aux, 1));
        memory.setAccessibleAuxSize(0);
        assertTrap(memory, () -> memory.load(aux, 1));
    }

    @Test
    void hostReadsAcrossPagesAndNotBeyond() {
        var memory = PagedMemory.dynamic(0x1000);
        memory.map(0x20000, 0x2000, true);
        assertTrue(memory.write(0x20ffc, RW, 0, RW.length));
        byte[] read = new byte[8];
        assertTrue(memory.read(0x20ffc, read, 0, 8));
        assertArrayEquals(RW, read);
        assertFalse(memory.read(0x21ffc, read, 0, 8));
        assertTrue(memory.fill(0x20000, 0x2000, (byte) 5));
        assertEquals(0x0505, memory.load(0x20fff, 2));
        assertFalse(memory.fill(0x20000, 0x2001, (byte) 5));
        assertTrue(memory.isReadable(0x20000, 0x2000));
        assertFalse(memory.isReadable(-1, 2));
    }

    /** Pages that share a place in the translation cache. */
    @Test
    void manyPagesDoNotMixUp() {
        var memory = PagedMemory.dynamic(0x1000);
        memory.map(0x10000, 0x4000000, true);
        for (int at = 0x10000; at < 0x4000000; at += 0x100000) {
            memory.store(at, 4, at);
        }
        for (int at = 0x10000; at < 0x4000000; at += 0x100000) {
            assertEquals(at, (int) memory.load(at, 4));
            assertEquals(0, (int) memory.load(at + 0x80000, 4));
        }
    }
}
