package dev.paddock.host.internal;

import dev.paddock.program.Region;
import dev.paddock.worker.Protection;
import dev.paddock.worker.Worker;
import java.util.BitSet;

/**
 * Initialised data of which only what has changed is restored for the next instance.
 *
 * <pre>
 *   chunk (64 KiB)   closed: the worker may only read it; a store faults, and opens it
 *                    open:   the guest writes as it likes; copied at each restore
 * </pre>
 *
 * <p>Chunks stay open from one instance to the next: what one has written, the next one will write too, and a fault takes as
 * long as copying a chunk or two. Now and then all are closed again. A guest that writes everywhere pays for a few
 * faults only: then everything is opened.
 *
 * <p>The guest sees nothing of this: a store that faults is done again from its start. Nor does it make a worker more trusted
 * than it is: one that has been taken over could always keep what it likes for the next instance, in memory of its own.
 */
final class WatchedData {
    /** Less is not worth it: copying takes 4 us. */
    static final int LEAST = 1 << 16;

    private static final int CHUNK = 1 << 16;
    /** Of a guest's faults this one opens all that is left. */
    private static final int FAULTS = 6;
    /** So many restores later all chunks are closed. */
    private static final int RESTORES = 256;

    private final Worker worker;
    private final Region region;
    private final int chunkSize;
    private final int chunks;
    /** Where the watched pages end; behind lie zeros. */
    private final long end;
    /** Which the worker may write. */
    private final BitSet open = new BitSet();
    /** Which the host has written. */
    private final BitSet written = new BitSet();

    private int faults;
    private int restores;

    /** Whether a region is worth watching. */
    static boolean pays(Region region) {
        return region.kind() == Region.Kind.READ_WRITE_DATA && region.initial().length >= LEAST;
    }

    /** Maps the region's initialised part, and writes it. */
    WatchedData(Worker worker, Region region, int pageSize) {
        this.worker = worker;
        this.region = region;
        chunkSize = Math.max(CHUNK, pageSize);
        int size = region.initial().length + pageSize - 1 & -pageSize;
        chunks = (size + chunkSize - 1) / chunkSize;
        end = region.address() + size;
        worker.map(region.address(), size, Protection.READ);
        for (int chunk = 0; chunk < chunks; chunk++) {
            copy(chunk);
        }
    }

    long end() {
        return end;
    }

    /** A store at this address has faulted: opens its chunk. False if that is not why. */
    boolean openAt(long address) {
        if (address < region.address() || address >= end) {
            return false;
        }
        int chunk = (int) ((address - region.address()) / chunkSize);
        if (open.get(chunk)) {
            return false;
        }
        if (++faults == FAULTS) {
            protect(0, chunks, Protection.READ_WRITE);
            open.set(0, chunks);
        } else {
            protect(chunk, chunk + 1, Protection.READ_WRITE);
            open.set(chunk);
        }
        return true;
    }

    /** The host has written here. */
    void wrote(long address, long length) {
        long from = Math.max(address, region.address());
        long to = Math.min(address + length, end);
        if (from < to) {
            written.set(
                    (int) ((from - region.address()) / chunkSize),
                    (int) ((to - 1 - region.address()) / chunkSize) + 1);
        }
    }

    /** Makes all as at the start. */
    void restore() {
        written.or(open);
        for (int chunk = written.nextSetBit(0); chunk >= 0; chunk = written.nextSetBit(chunk + 1)) {
            copy(chunk);
        }
        written.clear();
        if (++restores == RESTORES) {
            restores = 0;
            faults = 0;
            if (!open.isEmpty()) {
                protect(0, chunks, Protection.READ);
                open.clear();
            }
        }
    }

    private void copy(int chunk) {
        var initial = region.initial();
        int from = chunk * chunkSize;
        long size = Math.min(chunkSize, end - region.address() - from);
        int length = (int) Math.min(size, initial.length - from);
        worker.memory().copyIn(region.address() + from, initial, from, length);
        worker.memory().fill(region.address() + from + length, size - length, (byte) 0);
    }

    private void protect(int from, int to, Protection protection) {
        long address = region.address() + (long) from * chunkSize;
        worker.protect(address, Math.min((long) (to - from) * chunkSize, end - address), protection);
    }
}
