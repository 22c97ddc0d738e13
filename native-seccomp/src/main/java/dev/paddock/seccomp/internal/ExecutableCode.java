package dev.paddock.seccomp.internal;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.paddock.seccomp.Sys;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A page of machine code of our own in this process: the spawn stub. It is written first and made executable, and no
 * longer writable, afterwards. Nothing of a guest's ever gets here.
 */
public final class ExecutableCode implements AutoCloseable {

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_ANONYMOUS = 0x20;

    private final Pointer address;
    private final long size;
    private final AtomicBoolean closed = new AtomicBoolean();

    public ExecutableCode(byte[] code) {
        size = code.length;
        long mapped = Syscalls.call(
                "mmap of a page for code",
                Sys.MMAP,
                0,
                size,
                PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS,
                -1,
                0);
        address = new Pointer(mapped);
        address.write(0, code, 0, code.length);
        Syscalls.call("mprotect of a page for code", Sys.MPROTECT, mapped, size, PROT_READ | PROT_EXEC);
    }

    /** Calls the code as a C function {@code long f(long)}. It must be one, and must come back. */
    public long call(long argument) {
        return Function.getFunction(address).invokeLong(new Object[] {argument});
    }

    public long address() {
        return Pointer.nativeValue(address);
    }

    /** Unmaps it, once: a second time the address may be another mapping's. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Syscalls.raw(Sys.MUNMAP, address(), size);
        }
    }
}
