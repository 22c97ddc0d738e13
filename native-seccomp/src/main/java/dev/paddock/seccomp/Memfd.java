package dev.paddock.seccomp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.internal.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Anonymous files in memory: what the host and its workers share, and what a worker is executed from. */
public final class Memfd {

    /** What a file may not be made to suffer any more, by anyone, once it is sealed. */
    public enum Seal {
        /** No seals are added from now on. */
        SEAL(0x01),
        SHRINK(0x02),
        GROW(0x04),
        /** No writing at all; refused with EBUSY while a writable mapping exists. */
        WRITE(0x08),
        /** No new writable mappings and no write calls; mappings that exist go on being writable. */
        FUTURE_WRITE(0x10),
        /** The permission bits that make it executable, or not, stay as they are. Linux 6.3 or newer. */
        EXEC(0x20);

        private final int bit;

        Seal(int bit) {
            this.bit = bit;
        }
    }

    private static final int MFD_CLOEXEC = 0x01;
    private static final int MFD_ALLOW_SEALING = 0x02;
    private static final int MFD_NOEXEC_SEAL = 0x08;
    private static final int MFD_EXEC = 0x10;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    private static final int FALLOC_FL_KEEP_SIZE = 0x01;
    private static final int FALLOC_FL_PUNCH_HOLE = 0x02;

    /** Everybody may execute it, nobody may read it. */
    private static final int MODE_EXECUTE_ONLY = 0111;

    private Memfd() {}

    /** A file for data: it can never be executed by execve where the kernel can promise that (Linux 6.3 or newer). */
    public static Fd data(String name) {
        return create(name, MFD_NOEXEC_SEAL);
    }

    /**
     * A file whose pages are mapped for execution, or which is executed itself.
     *
     * @throws SandboxUnavailableException if the system forbids such files
     */
    public static Fd executable(String name) {
        return create(name, MFD_EXEC);
    }

    /**
     * A sealed file that holds {@code image}, ready to be executed. Nobody has permission to read it: Linux keeps a
     * process that executes such a file from being dumped, traced and read by others from its first instruction on.
     */
    public static Fd program(String name, byte[] image) {
        Fd file = executable(name);
        try {
            write(file, image);
            file.with(fd -> Syscalls.call("fchmod of a program's memfd", Sys.FCHMOD, fd, MODE_EXECUTE_ONLY));
            seal(file, Set.of(Seal.SHRINK, Seal.GROW, Seal.WRITE));
            trySeal(file, Set.of(Seal.EXEC)); // EINVAL before Linux 6.3, where chmod needs our own user at least
            seal(file, Set.of(Seal.SEAL));
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Sets the size in bytes; what is added reads as zeros. */
    public static void resize(Fd file, long size) {
        file.with(fd -> Syscalls.call("ftruncate of a memfd to " + size, Sys.FTRUNCATE, fd, size));
    }

    public static void seal(Fd file, Set<Seal> seals) {
        long result = trySeal(file, seals);
        if (Syscalls.failed(result)) {
            throw new LinuxException("Sealing a memfd with " + seals, Errno.of(result));
        }
    }

    /** Whether all of {@code seals} are set. */
    public static boolean isSealed(Fd file, Set<Seal> seals) {
        long set = file.with(fd -> Syscalls.call("Reading a memfd's seals", Sys.FCNTL, fd, F_GET_SEALS));
        return (set & bits(seals)) == bits(seals);
    }

    /** Gives the pages of a range back to the system; it reads as zeros afterwards. */
    public static void punchHole(Fd file, long offset, long length) {
        int mode = FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE;
        file.with(fd -> Syscalls.call("Punching a hole in a memfd", Sys.FALLOCATE, fd, mode, offset, length));
    }

    /** Appends bytes to a new file. */
    public static void write(Fd file, byte[] bytes) {
        try (var arena = Arena.ofConfined()) {
            write(file, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
        }
    }

    /** Appends bytes outside of the heap to a new file. */
    public static void write(Fd file, MemorySegment bytes) {
        long address = bytes.address();
        for (long done = 0; done < bytes.byteSize(); ) {
            long from = done;
            done += file.with(fd -> Syscalls.call(
                    "Writing to a memfd", Sys.WRITE, fd, address + from, bytes.byteSize() - from));
        }
        Reference.reachabilityFence(bytes);
    }

    private static Fd create(String name, int executability) {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_8);
        try (var memory = new Memory(text.length)) {
            memory.write(0, text, 0, text.length);
            long address = Pointer.nativeValue(memory);
            int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
            long result = Fd.open(() -> Syscalls.raw(Sys.MEMFD_CREATE, address, flags | executability));
            if (Errno.of(result) == Errno.EINVAL) {
                // Before Linux 6.3 there is no such choice: every memfd is executable.
                result = Fd.open(() -> Syscalls.raw(Sys.MEMFD_CREATE, address, flags));
            }
            if (Errno.of(result) == Errno.EACCES && executability == MFD_EXEC) {
                throw new SandboxUnavailableException(
                        "this system forbids executable memory files (vm.memfd_noexec is "
                                + KernelKnobs.read("vm/memfd_noexec").orElse("unknown") + ")",
                        "As root: sysctl vm.memfd_noexec=1 (or 0).");
            }
            if (Syscalls.failed(result)) {
                throw new LinuxException("memfd_create", Errno.of(result));
            }
            return Fd.own((int) result);
        }
    }

    private static long trySeal(Fd file, Set<Seal> seals) {
        return file.with(fd -> Syscalls.raw(Sys.FCNTL, fd, F_ADD_SEALS, bits(seals)));
    }

    private static int bits(Set<Seal> seals) {
        return seals.stream().mapToInt(seal -> seal.bit).reduce(0, (a, b) -> a | b);
    }
}
