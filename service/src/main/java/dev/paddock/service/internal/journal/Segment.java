package dev.paddock.service.internal.journal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/** One Chronicle Queue. Written by one thread at a time, read by any. */
final class Segment implements AutoCloseable {
    /** Sparse files grow by so much; a record may take a quarter of it. */
    static final int BLOCK_SIZE = 64 << 20;
    /** How long opening waits for a writer that died in the middle of a record. */
    private static final long PATIENCE_MILLIS = 500;

    private final int number;
    private final ChronicleQueue queue;
    private final @Nullable ExcerptAppender appender;
    private final ExcerptTailer tailer;
    private final ReentrantLock tailing = new ReentrantLock();
    private long bytes;

    private Segment(int number, Path folder, boolean writable) {
        this.number = number;
        this.queue = SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(LegacyRollCycles.DAILY)
                .blockSize(BLOCK_SIZE)
                .timeoutMS(PATIENCE_MILLIS)
                .readOnly(!writable)
                .build();
        this.appender = writable ? queue.createAppender() : null;
        if (appender != null) {
            appender.singleThreadedCheckDisabled(true);
        }
        this.tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
    }

    static Segment create(int number, Path folder) {
        return new Segment(number, folder, true);
    }

    static Segment open(int number, Path folder) {
        return new Segment(number, folder, false);
    }

    int number() {
        return number;
    }

    /** Written so far, without Chronicle's own few. */
    long bytes() {
        return bytes;
    }

    Position append(byte[] record) {
        var out = appender;
        if (out == null) {
            throw new IllegalStateException("segment " + number + " is not the newest one");
        }
        long index;
        try (DocumentContext document = out.writingDocument()) {
            try {
                open(document).write(record);
                index = document.index();
            } catch (Throwable e) {
                document.rollbackOnClose();
                throw e;
            }
        }
        bytes += record.length + Integer.BYTES;
        return new Position(number, index);
    }

    /** Waits until all that was appended is on the disk. */
    void sync() {
        if (appender != null) {
            appender.sync();
        }
    }

    byte[] read(long index) {
        tailing.lock();
        try {
            if (!tailer.moveToIndex(index)) {
                throw new IllegalStateException("segment " + number + " has no record " + Long.toHexString(index));
            }
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    throw new IllegalStateException("segment " + number + " has no record " + Long.toHexString(index));
                }
                return bytes(document);
            }
        } finally {
            tailing.unlock();
        }
    }

    /** All records from the first on, as far as they can be read. */
    void readAll(BiConsumer<Position, byte[]> each) {
        tailing.lock();
        try {
            tailer.toStart();
            while (true) {
                long index;
                byte[] record;
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        return;
                    }
                    index = document.index();
                    record = bytes(document);
                }
                each.accept(new Position(number, index), record);
            }
        } finally {
            tailing.unlock();
        }
    }

    /** A document has a wire for as long as it is open. */
    private static Bytes<?> open(DocumentContext document) {
        return Objects.requireNonNull(document.wire()).bytes();
    }

    private static byte[] bytes(DocumentContext document) {
        var from = open(document);
        var record = new byte[Math.toIntExact(from.readRemaining())];
        from.read(record);
        return record;
    }

    @Override
    public void close() {
        tailer.close();
        if (appender != null) {
            appender.close();
        }
        queue.close();
    }
}
