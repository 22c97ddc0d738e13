package dev.paddock.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnLinux
class MemfdTest {

    @Test
    void sealedFilesKeepTheirSize() {
        try (var file = Memfd.data("test")) {
            Memfd.resize(file, 8192);
            Memfd.seal(file, Set.of(Memfd.Seal.SHRINK, Memfd.Seal.GROW));
            assertTrue(Memfd.isSealed(file, Set.of(Memfd.Seal.SHRINK, Memfd.Seal.GROW)));
            assertFalse(Memfd.isSealed(file, Set.of(Memfd.Seal.WRITE)));
            assertEquals(Errno.EPERM, assertThrows(LinuxException.class, () -> Memfd.resize(file, 4096)).errno());
            assertEquals(Errno.EPERM, assertThrows(LinuxException.class, () -> Memfd.resize(file, 16384)).errno());
        }
    }

    @Test
    void programsCannotBeChanged() {
        try (var file = Memfd.program("test", new byte[100])) {
            assertEquals(
                    Errno.EPERM, assertThrows(LinuxException.class, () -> Memfd.write(file, new byte[1])).errno());
            var seals = Set.of(Memfd.Seal.FUTURE_WRITE);
            assertEquals(Errno.EPERM, assertThrows(LinuxException.class, () -> Memfd.seal(file, seals)).errno());
        }
    }

    @Test
    void punchedHolesReadAsZeros() throws IOException {
        try (var file = Memfd.data("test")) {
            var bytes = new byte[3 * 4096];
            Arrays.fill(bytes, (byte) 7);
            Memfd.write(file, bytes);
            Memfd.punchHole(file, 4096, 4096);
            Arrays.fill(bytes, 4096, 8192, (byte) 0);
            assertArrayEquals(bytes, Files.readAllBytes(Path.of("/proc/self/fd/" + file.number())));
        }
    }

    @Test
    void closedDescriptorsAreNotUsedAgain() {
        var file = Memfd.data("test");
        file.close();
        file.close();
        assertFalse(file.isOpen());
        assertThrows(IllegalStateException.class, () -> Memfd.resize(file, 1));
    }
}
