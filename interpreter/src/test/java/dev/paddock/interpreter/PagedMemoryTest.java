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
        assertEquals(0x030201, memory.loadU64(0x10000));
        assertEquals(0x0b0a090807060504L, memory.loadU64(0x30000));
        assertEquals(0, memory.loadU8(0x10000 + page - 1));
        assertTrap(memory, () -> memory.loadU8(0x10000 + page));
        assertTrap(memory, () -> memory.loadU64(0x10000 + page - 7));
        assertTrap(memory, () -> memory.loadU8(0xffff));
        assertTrap(memory, () -> memory.loadU8(0));
        assertTrap(memory, () -> memory.loadU8(-1));
        int top = 0xffff0000 - 0x10000 * (2 * page > 0x10000 ? 2 : 1) - 0x10000;
        memory.store32(top - 4, 0x12345678);
        assertEquals(0x1234, memory.loadU16(top - 2));
        assertTrap(memory, () -> memory.loadU8(top));
        assertTrap(memory, () -> memory.store8(top - page - 1, 1));
    }

    @Test
    void storesOutsideWritableRegionsWriteNothing() {
        var memory = fixed(0x1000);
        assertTrap(memory, () -> memory.store8(0x10000, 9));
        assertEquals(1, memory.loadU8(0x10000));
        assertTrap(memory, () -> memory.store64(0x31000 - 4, -1));
        assertEquals(0, memory.loadU32(0x31000 - 4));
    }

    @Test
    void everyWidthExtendsAsItsNameSays() {
        var memory = fixed(0x1000);
        memory.store64(0x30100, 0xfedcba9876543288L);
        assertEquals(0x88, memory.loadU8(0x30100));
        assertEquals(-0x78, memory.loadI8(0x30100));
        assertEquals(0xba98, memory.loadU16(0x30104));
        assertEquals((short) 0xba98, memory.loadI16(0x30104));
        assertEquals(0xfedcba98L, memory.loadU32(0x30104));
        assertEquals((int) 0xfedcba98L, memory.loadI32(0x30104));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1000, 0x10000})
    void accessesAcrossPagesSeeBoth(int page) {
        var memory = PagedMemory.dynamic(page);
        memory.map(0x100000, 2L * page, true);
        int seam = 0x100000 + page;
        for (int before = 1; before < 8; before++) {
            long value = 0x0807060504030201L * before;
            memory.store64(seam - before, value);
            assertEquals(value, memory.loadU64(seam - before));
            assertEquals(value & 0xffffffffL, memory.loadU32(seam - before));
        }
        memory.store16(seam - 1, 0xbeef);
        assertEquals(0xef, memory.loadU8(seam - 1));
        assertEquals(0xbe, memory.loadU8(seam));
        memory.store32(seam - 3, 0x87654321);
        assertEquals(0x87654321, memory.loadI32(seam - 3));
    }

    @Test
    void pageFaultsNameTheLowestMissingPage() {
        var memory = PagedMemory.dynamic(0x1000);
        assertFault(memory, 0x20000, false, () -> memory.loadU64(0x20ffc));
        memory.map(0x20000, 0x1000, false);
        assertFault(memory, 0x21000, false, () -> memory.loadU64(0x20ffc));
        // A store tells of a missing upper page before a read-only lower one.
        assertFault(memory, 0x21000, false, () -> memory.store64(0x20ffc, 1));
        memory.map(0x21000, 0x1000, false);
        assertEquals(0, memory.loadU64(0x20ffc));
        assertFault(memory, 0x20000, true, () -> memory.store64(0x20ffc, 1));
        memory.protect(0x20000, 0x1000, true);
        assertFault(memory, 0x21000, true, () -> memory.store64(0x20ffc, 1));
        assertEquals(0, memory.loadU64(0x20ffc));
        memory.protect(0x21000, 0x1000, true);
        memory.store64(0x20ffc, -1);
        memory.unmap(0x20000, 0x1000);
        assertFault(memory, 0x20000, false, () -> memory.loadU8(0x20fff));
        assertEquals(0xff, memory.loadU8(0x21000));
    }

    @Test
    void lowPagesAndAccessesBeyondTheEndTrap() {
        var memory = PagedMemory.dynamic(0x1000);
        assertTrap(memory, () -> memory.loadU8(0xffff));
        assertTrap(memory, () -> memory.loadU16(0xffff));
        assertFault(memory, 0xfffff000, false, () -> memory.loadU64(-4));
        memory.map(0xfffff000, 0x1000, true);
        assertTrap(memory, () -> memory.loadU64(-4));
        assertTrap(memory, () -> memory.store32(-1, 1));
        memory.store64(-8, 0x1122334455667788L);
        assertEquals(0x11, memory.loadU8(-1));
        assertEquals(0x11223344, memory.loadU32(-4));
    }

    @Test
    void readOnlyPagesStaySoAfterReads() {
        var memory = PagedMemory.dynamic(0x1000);
        memory.map(0x20000, 0x1000, false);
        assertEquals(0, memory.loadU8(0x20000));
        assertTrue(memory.write(0x20000, RW, 0, RW.length));
        assertEquals(4, memory.loadU8(0x20000));
        assertFault(memory, 0x20000, true, () -> memory.store8(0x20000, 1));
    }

    @Test
    void heapGrowsToItsLimitAndNotFurther() {
        var memory = fixed(0x1000);
        assertEquals(0x30008, memory.sbrk(0));
        assertTrap(memory, () -> memory.store8(0x31000, 1));
        assertEquals(0x31000, memory.sbrk(0xff8));
        assertTrap(memory, () -> memory.store8(0x31000, 1));
        assertEquals(0x31001, memory.sbrk(1));
        memory.store8(0x31fff, 1);
        assertTrap(memory, () -> memory.store8(0x32000, 1));
        assertEquals(0, memory.sbrk(-1));
        assertEquals(0x31001, memory.sbrk(0));
        long limit = MemoryMap.of(0x1000, 3, 8, 1, 0x2000).maxHeapSize();
        assertEquals(0, memory.sbrk((int) (limit - memory.heapSize() + 1)));
        assertEquals(0x30008 + limit, memory.sbrk((int) (limit - memory.heapSize())));
        memory.store8((int) (0x30008 + limit - 1), 77);
        memory.reset();
        assertEquals(0x30008, memory.sbrk(0));
        assertTrap(memory, () -> memory.loadU8(0x31000));
    }

    @Test
    void resetBringsBackTheInitialContents() {
        var memory = fixed(0x1000);
        memory.store64(0x30000, 0);
        memory.store8(0x30800, 1);
        memory.reset();
        assertEquals(0x0b0a090807060504L, memory.loadU64(0x30000));
        assertEquals(0, memory.loadU8(0x30800));
    }

    @Test
    void hostMayWriteAuxiliaryDataButNotReadOnlyData() {
        var memory = fixed(0x1000);
        int aux = 0xfffe0000;
        assertTrue(memory.write(aux, RW, 0, RW.length));
        assertEquals(4, memory.loadU8(aux));
        assertTrap(memory, () -> memory.store8(aux, 1));
        assertFalse(memory.write(0x10000, RW, 0, 1));
        assertFalse(memory.write(0x30ffc, RW, 0, RW.length));
        memory.setAccessibleAuxSize(1);
        assertTrap(memory, () -> memory.loadU8(aux + 0x1000));
        assertEquals(4, memory.loadU8(aux));
        memory.setAccessibleAuxSize(0);
        assertTrap(memory, () -> memory.loadU8(aux));
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
        assertEquals(0x0505, memory.loadU16(0x20fff));
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
            memory.store32(at, at);
        }
        for (int at = 0x10000; at < 0x4000000; at += 0x100000) {
            assertEquals(at, memory.loadI32(at));
            assertEquals(0, memory.loadI32(at + 0x80000));
        }
    }
}
