package dev.paddock.worker;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.ipc.SharedMemory;
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.Memfd;
import java.util.Set;

/**
 * The memory of one worker's guest: a sparse file of 4 GiB whose offset is the guest address, mapped in the host as a
 * whole. The worker maps of it what the guest may touch.
 */
final class GuestMemory implements AutoCloseable {
    /**
     * Up to here a range is zeroed by writing: 75 ns for a page that is there, against 2.7 us for giving it back and
     * getting it again. More is given back: it may be mostly holes, which writing would fill.
     */
    private static final long SMALL = 1 << 18;

    final Fd file;
    final SharedMemory bytes;

    GuestMemory() {
        file = Memfd.data("paddock-memory");
        try {
            Memfd.resize(file, AddressSpace.GUEST_END);
            // Before the worker sees it: a file cut short would be a SIGBUS in the host.
            Memfd.seal(file, Set.of(Memfd.Seal.SHRINK, Memfd.Seal.GROW, Memfd.Seal.SEAL));
            bytes = SharedMemory.map(file.number(), 0, AddressSpace.GUEST_END, SharedMemory.Access.READ_WRITE);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Makes a range read as zeros; multiples of the page size. */
    void zero(long address, long length) {
        if (length <= SMALL) {
            bytes.fill(address, length, (byte) 0);
        } else {
            bytes.discard(address, length);
        }
    }

    @Override
    public void close() {
        bytes.close();
        file.close();
    }
}
