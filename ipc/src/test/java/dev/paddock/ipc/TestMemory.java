package dev.paddock.ipc;

import java.lang.foreign.Arena;

/** Shared memory for tests: an anonymous file, mapped, its descriptor left open for the life of the test JVM. */
final class TestMemory {
    private static final int SYS_MEMFD_CREATE = 319;
    private static final int SYS_FTRUNCATE = 77;

    private TestMemory() {}

    static int file(long size) {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom("paddock-test");
            int fd = (int) Libc.withErrno(SYS_MEMFD_CREATE, name.address(), 0, 0, 0, 0, 0);
            Libc.withErrno(SYS_FTRUNCATE, fd, size, 0, 0, 0, 0);
            return fd;
        }
    }

    static SharedMemory control() {
        return SharedMemory.map(file(RingLayout.CONTROL_SIZE), 0, RingLayout.CONTROL_SIZE, SharedMemory.Access.READ_WRITE);
    }
}
