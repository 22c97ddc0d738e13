package dev.paddock.ipc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharedMemoryTest {
    @Test
    void twoMappingsOfOneFileShowTheSameBytes() {
        int fd = TestMemory.file(0x3000);
        try (var whole = SharedMemory.map(fd, 0, 0x3000, SharedMemory.Access.READ_WRITE);
                var part = SharedMemory.map(fd, 0x1000, 0x1000, SharedMemory.Access.READ)) {
            whole.putLong(0x1003, 0x1122334455667788L);
            assertEquals(0x1122334455667788L, part.getLong(3));
            assertEquals(0x55667788, part.getInt(3));
            assertEquals((byte) 0x88, part.getByte(3));
            whole.copyIn(0x1100, new byte[] {1, 2, 3}, 0, 3);
            byte[] out = new byte[3];
            part.copyOut(0x100, out, 0, 3);
            assertArrayEquals(new byte[] {1, 2, 3}, out);
            RawMemory.putIntRelease(whole.address() + 0x1200, 9);
            assertEquals(9, RawMemory.getAndSetInt(whole.address() + 0x1200, 10));
            assertEquals(10, RawMemory.getIntAcquire(part.address() + 0x200));
        }
    }

    @Test
    void discardedPagesReadAsZero() {
        int fd = TestMemory.file(0x3000);
        try (var memory = SharedMemory.map(fd, 0, 0x3000, SharedMemory.Access.READ_WRITE)) {
            memory.fill(0, 0x3000, (byte) 7);
            memory.discard(0x1000, 0x1000);
            assertEquals(7, memory.getByte(0xFFF));
            assertEquals(0, memory.getLong(0x1000));
            assertEquals(7, memory.getByte(0x2000));
        }
    }

    @Test
    void fourGibibytesOfHolesCostNothing() {
        int fd = TestMemory.file(1L << 32);
        try (var memory = SharedMemory.map(fd, 0, 1L << 32, SharedMemory.Access.READ_WRITE)) {
            memory.putLong((1L << 32) - 8, 5);
            assertEquals(5, memory.getLong((1L << 32) - 8));
        }
    }

    @Test
    void accessIsBoundedByTheMappingAndItsLife() {
        var memory = SharedMemory.map(TestMemory.file(0x1000), 0, 0x1000, SharedMemory.Access.READ_WRITE);
        assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(0xFF9));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.putByte(-1, (byte) 0));
        assertThrows(IndexOutOfBoundsException.class, () -> memory.discard(0x800, 0x801));
        memory.close();
        memory.close();
        assertThrows(IllegalStateException.class, () -> memory.getLong(0));
    }

    @Test
    void aMappingThatCanNotBeSaysWhy() {
        var e = assertThrows(IpcException.class, () -> SharedMemory.map(-1, 0, 0x1000, SharedMemory.Access.READ));
        assertTrue(String.valueOf(e.getMessage()).contains("errno 9"), e.toString());
    }
}
