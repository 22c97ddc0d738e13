package dev.paddock.service.internal.journal;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventTranslatorTwoArg;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries. Without {@code sync} an entry is in the page cache as soon as it is written, so whoever has one writes it
 * and goes on; there is no other thread to wake. With {@code sync} one thread writes, and one wait for the disk serves all
 * that have gathered meanwhile. What is called back must not wait.
 */
public final class Journal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final int WAITING = 1024;
    /** Free space is asked for again after so many bytes, or so much time. */
    private static final long SPACE_CHECK_BYTES = 1 << 20;
    private static final long SPACE_CHECK_NANOS = 50_000_000;
    /** Chronicle maps whole pages ahead of what it writes; running out of disk there would kill the JVM. */
    private static final long FLOOR = 8L << 20;

    /**
     * How it writes.
     *
     * @param sync whether an entry is on the disk before it counts as written
     * @param segmentSize bytes after which another segment begins
     * @param reserve bytes of free space that only verdicts may use
     */
    public record Options(boolean sync, long segmentSize, long reserve) {}

    /** What becomes of an entry; called on the thread that has written it. */
    public interface Written {
        void written(Position position);

        void failed(IOException reason);
    }

    private static final class Slot {
        @Nullable Entry entry;
        @Nullable Written then;
        @Nullable Position position;
        @Nullable IOException failure;
    }

    private static final EventTranslatorTwoArg<Slot, Entry, Written> PUT = (slot, sequence, entry, then) -> {
        slot.entry = entry;
        slot.then = then;
    };

    private final Path folder;
    private final Options options;
    private final FileChannel lockFile;
    private final FileLock lock;
    /** Gathers entries for one wait; there with {@code sync} only. */
    private final Optional<Disruptor<Slot>> gathering;
    /** Held by the one who writes. */
    private final ReentrantLock writing = new ReentrantLock();
    /** Open for reading; guarded by itself. */
    private final Map<Integer, Segment> open = new HashMap<>();
    private volatile Segment newest;
    private final List<Slot> batch = new ArrayList<>();
    private long uncheckedBytes;
    private long checkedAt;
    private long free;
    /** Nothing new is taken. */
    private volatile boolean closing;
    /** Nothing is written any more; changed by the one who may write. */
    private boolean closed;

    private Journal(Path folder, Options options, FileChannel lockFile, FileLock lock, Segment first) {
        this.folder = folder;
        this.options = options;
        this.lockFile = lockFile;
        this.lock = lock;
        this.newest = first;
        open.put(first.number(), first);
        gathering = options.sync() ? Optional.of(gather()) : Optional.empty();
    }

    private Disruptor<Slot> gather() {
        var disruptor = new Disruptor<>(
                Slot::new,
                WAITING,
                task -> Thread.ofPlatform().name("paddock-journal").unstarted(task),
                ProducerType.MULTI,
                new BlockingWaitStrategy());
        disruptor.handleEventsWith((slot, sequence, endOfBatch) -> handle(slot, endOfBatch));
        disruptor.start();
        return disruptor;
    }

    /**
     * Reads what is there, then opens a new segment to write to.
     *
     * @param each gets every intact entry in the order they were written
     * @throws IOException also when another process has this journal
     */
    public static Journal open(Path folder, Options options, BiConsumer<Position, Entry> each) throws IOException {
        Files.createDirectories(folder);
        var lockFile = FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = lock(folder, lockFile);
        try {
            int last = 0;
            for (var old : segments(folder).entrySet()) {
                last = old.getKey();
                readSegment(old.getKey(), old.getValue(), each);
            }
            var first = newSegment(folder, last + 1);
            return new Journal(folder, options, lockFile, lock, first);
        } catch (Throwable e) {
            lock.release();
            lockFile.close();
            throw e;
        }
    }

    /** Reads a journal that a stopped service left, without changing anything. */
    public static void read(Path folder, BiConsumer<Position, Entry> each) throws IOException {
        for (var old : segments(folder).entrySet()) {
            readSegment(old.getKey(), old.getValue(), each);
        }
    }

    private static FileLock lock(Path folder, FileChannel file) throws IOException {
        try {
            var lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Held within this very process: the same answer.
        }
        file.close();
        throw new IOException(folder + " is in use by another service: each needs a data folder of its own");
    }

    private static TreeMap<Integer, Path> segments(Path folder) throws IOException {
        var found = new TreeMap<Integer, Path>();
        try (var paths = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (var path : paths) {
                found.put(Integer.parseInt(path.getFileName().toString()), path);
            }
        }
        return found;
    }

    private static void readSegment(int number, Path path, BiConsumer<Position, Entry> each) {
        var damaged = new int[1];
        try (var segment = Segment.open(number, path)) {
            segment.readAll((position, record) -> {
                Entry entry;
                try {
                    entry = EntryCodec.decode(record);
                } catch (IllegalArgumentException e) {
                    damaged[0]++;
                    return;
                }
                each.accept(position, entry);
            });
        } catch (RuntimeException | Error e) {
            // Chronicle's own frames are damaged: what lies behind can't be found any more.
            LOG.log(System.Logger.Level.WARNING, "journal segment " + path + " can't be read to its end", e);
        }
        if (damaged[0] > 0) {
            LOG.log(System.Logger.Level.WARNING, "journal segment {0}: {1} damaged records left out", path, damaged[0]);
        }
    }

    private static Segment newSegment(Path folder, int number) throws IOException {
        requireSpace(folder, FLOOR, "a new journal segment");
        return Segment.create(number, folder.resolve("%08d".formatted(number)));
    }

    /** Writes an entry, and then tells. Waits while many others wait. */
    public void append(Entry entry, Written then) {
        if (closing) {
            tell(then, null, new IOException("the journal is closed"));
            return;
        }
        if (gathering.isPresent()) {
            gathering.get().getRingBuffer().publishEvent(PUT, entry, then);
        } else {
            writeNow(entry, then);
        }
    }

    private void writeNow(Entry entry, Written then) {
        Position position = null;
        IOException failure = null;
        // Files that an interrupted thread touches are closed by Java; the journal is everybody's.
        var interrupted = Thread.interrupted();
        try {
            position = write(entry);
        } catch (IOException e) {
            failure = e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        tell(then, position, failure);
    }

    private Position write(Entry entry) throws IOException {
        var record = EntryCodec.encode(entry);
        writing.lock();
        try {
            if (closed) {
                throw new IOException("the journal is closed");
            }
            checkSpace(entry instanceof Entry.Submitted ? options.reserve() : 0, record.length);
            rollIfFull();
            return newest.append(record);
        } catch (RuntimeException | Error e) {
            throw new IOException("can't write the journal: " + e, e);
        } finally {
            writing.unlock();
        }
    }

    /** Bytes that are free where it lies. */
    public long freeSpace() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** An entry that was written. */
    public Entry read(Position position) throws IOException {
        try {
            return EntryCodec.decode(segment(position.segment()).read(position.index()));
        } catch (RuntimeException e) {
            throw new IOException("the journal's record at " + position + " can't be read: " + e.getMessage(), e);
        }
    }

    private Segment segment(int number) {
        var current = newest;
        if (current.number() == number) {
            return current;
        }
        synchronized (open) {
            return open.computeIfAbsent(number, n -> Segment.open(n, folder.resolve("%08d".formatted(n))));
        }
    }

    /** Segments that are not written to any more. */
    public List<Integer> finishedSegments() throws IOException {
        return segments(folder).headMap(newest.number()).keySet().stream().toList();
    }

    /** Milliseconds since 1970 when that segment was last written to. */
    public long lastWritten(int segment) throws IOException {
        long last = 0;
        try (var files = Files.newDirectoryStream(folder.resolve("%08d".formatted(segment)))) {
            for (var file : files) {
                last = Math.max(last, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return last;
    }

    /** Deletes a finished segment: the oldest one, and when none of its jobs waits for a verdict. */
    public void delete(int number) throws IOException {
        synchronized (open) {
            var segment = open.remove(number);
            if (segment != null) {
                segment.close();
            }
        }
        try (var files = Files.walk(folder.resolve("%08d".formatted(number)))) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    // ---- the thread that gathers

    private void handle(Slot slot, boolean endOfBatch) {
        var entry = slot.entry;
        if (entry != null) {
            try {
                slot.position = write(entry);
                slot.failure = null;
            } catch (IOException e) {
                slot.position = null;
                slot.failure = e;
            }
            batch.add(slot);
        }
        if (endOfBatch) {
            finishBatch();
        }
    }

    private void finishBatch() {
        if (options.sync()) {
            try {
                newest.sync();
            } catch (RuntimeException | Error e) {
                var failure = new IOException("can't sync the journal: " + e, e);
                batch.forEach(slot -> slot.failure = failure);
            }
        }
        for (var slot : batch) {
            var then = slot.then;
            slot.entry = null;
            slot.then = null;
            if (then != null) {
                tell(then, slot.position, slot.failure);
            }
        }
        batch.clear();
    }

    private static void tell(Written then, @Nullable Position position, @Nullable IOException failure) {
        try {
            if (failure != null) {
                then.failed(failure);
            } else if (position != null) {
                then.written(position);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a journal callback failed", e);
        }
    }

    private void rollIfFull() throws IOException {
        if (newest.bytes() < options.segmentSize()) {
            return;
        }
        if (options.sync()) {
            newest.sync();
        }
        var next = newSegment(folder, newest.number() + 1);
        synchronized (open) {
            open.put(next.number(), next);
        }
        newest = next;
    }

    private void checkSpace(long reserve, int length) throws IOException {
        uncheckedBytes += length;
        long now = System.nanoTime();
        if (uncheckedBytes >= SPACE_CHECK_BYTES || now - checkedAt >= SPACE_CHECK_NANOS || free < reserve + FLOOR) {
            free = Files.getFileStore(folder).getUsableSpace();
            checkedAt = now;
            uncheckedBytes = length;
        }
        if (free - uncheckedBytes < reserve + FLOOR) {
            throw new IOException("only " + free + " bytes are free where the journal lies, of which "
                    + (reserve + FLOOR) + " are held back");
        }
    }

    private static void requireSpace(Path folder, long wanted, String what) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < wanted) {
            throw new IOException("no space for " + what + ": " + free + " bytes free");
        }
    }

    /** Writes what waits, and gives the folder free. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        // What was gathered is written first.
        gathering.ifPresent(Disruptor::shutdown);
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
        synchronized (open) {
            open.values().forEach(Segment::close);
            open.clear();
        }
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the journal's lock could not be released", e);
        }
    }
}
