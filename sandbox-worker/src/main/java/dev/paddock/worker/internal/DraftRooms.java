package dev.paddock.worker.internal;

import dev.paddock.ipc.PrivateMemory;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory to compile into, kept for the next module: its pages are there already, where those of a new file would each be a
 * fault, and taking such a mapping away again would stop every thread for a moment.
 */
public final class DraftRooms {
    /** Room that is taken at least: untouched, it costs addresses only. */
    private static final long LEAST = 16L << 20;
    /** What has been written to more than this is given back. */
    private static final long MOST_KEPT = 8L << 20;

    private static final ArrayBlockingQueue<PrivateMemory> IDLE =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private DraftRooms() {}

    /** At least {@code size} bytes, which hold anything. */
    public static PrivateMemory take(long size) {
        var kept = IDLE.poll();
        if (kept != null && kept.size() >= size) {
            return kept;
        }
        if (kept != null) {
            kept.close();
        }
        return PrivateMemory.reserve(Math.max(size, LEAST));
    }

    /** @param used bytes that have been written at most, but for a compiler's buffers at the end: a megabyte or two */
    public static void giveBack(PrivateMemory room, long used) {
        if (used > MOST_KEPT || !IDLE.offer(room)) {
            room.close();
        }
    }
}
