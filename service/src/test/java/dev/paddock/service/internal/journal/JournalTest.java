package dev.paddock.service.internal.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.CodeHash;
import dev.paddock.service.Priority;
import dev.paddock.service.ValidationResult;
import dev.paddock.service.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {
    private static final Journal.Options OPTIONS = new Journal.Options(false, 64 << 20, 1 << 20);

    @TempDir
    Path folder = Path.of("");

    private static Entry.Submitted job(long number, int size) {
        var parameters = new byte[size];
        new SplittableRandom(number).nextBytes(parameters);
        return new Entry.Submitted(
                number, 1000 + number, "client", "request-" + number, Priority.APPROVAL, 99, 12, CodeHash.of(parameters),
                parameters);
    }

    private static Position write(Journal journal, Entry entry) throws Exception {
        var done = new CompletableFuture<Position>();
        journal.append(entry, telling(done));
        return done.get();
    }

    private static Journal.Written telling(CompletableFuture<Position> done) {
        return new Journal.Written() {
            @Override
            public void written(Position position) {
                done.complete(position);
            }

            @Override
            public void failed(IOException reason) {
                done.completeExceptionally(reason);
            }
        };
    }

    private List<Entry> readAll() throws IOException {
        var entries = new ArrayList<Entry>();
        Journal.read(folder, (position, entry) -> entries.add(entry));
        return entries;
    }

    private static void assertSame(Entry expected, Entry found) {
        assertArrayEquals(EntryCodec.encode(expected), EntryCodec.encode(found));
    }

    @Test
    void manyMayWriteAtTheSameTimeAndAnInterruptedOneSpoilsNothing() throws Exception {
        var written = new ConcurrentHashMap<Long, Position>();
        try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {});
                var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < 8; w++) {
                int first = w * 100;
                writers.submit(() -> {
                    for (long number = first; number < first + 100; number++) {
                        // The files grow block by block, and segments follow each other, meanwhile.
                        Thread.currentThread().interrupt();
                        var done = new CompletableFuture<Position>();
                        journal.append(job(number, 200_000), telling(done));
                        assertTrue(Thread.interrupted(), "still interrupted");
                        written.put(number, done.getNow(new Position(0, 0)));
                    }
                    return null;
                });
            }
            writers.close();
            assertEquals(800, written.size());
            for (var each : written.entrySet()) {
                assertSame(job(each.getKey(), 200_000), journal.read(each.getValue()));
            }
        }
        assertEquals(800, readAll().size());
    }

    @Test
    void everyKindOfEntryIsReadAsItWasWritten() {
        var result = new ValidationResult(
                new byte[] {1, 2}, Optional.of(new byte[300]), List.of(new byte[5]),
                List.of(new ValidationResult.HorizontalMessage(-1, new byte[7])), 3, -4);
        for (var verdict : List.of(
                new Verdict.Valid(result, 77),
                new Verdict.Invalid(Verdict.Reason.PANIC, "m", OptionalInt.of(5), "f at x.c:3", 8),
                new Verdict.Invalid(Verdict.Reason.OUT_OF_GAS, "m", OptionalInt.empty(), "", 8),
                new Verdict.PossiblyInvalid(Verdict.Doubt.DEADLINE, "late", 2),
                new Verdict.Internal("disk", 6),
                new Verdict.Cancelled())) {
            var entry = new Entry.Concluded(9, 10, 2, 11, verdict);
            var failed = new Entry.Failed(9, 10, 3);
            assertEquals(failed, EntryCodec.decode(EntryCodec.encode(failed)));
            var decoded = (Entry.Concluded) EntryCodec.decode(EntryCodec.encode(entry));
            assertSame(entry, decoded);
            assertEquals(verdict.label(), decoded.verdict().label());
        }
        assertSame(job(5, 100), EntryCodec.decode(EntryCodec.encode(job(5, 100))));
    }

    @Test
    void aRecordWithAWrongBitIsNone() {
        var record = EntryCodec.encode(job(1, 50));
        for (int i = 0; i < record.length; i++) {
            record[i] ^= 1;
            assertThrows(IllegalArgumentException.class, () -> EntryCodec.decode(record), "byte " + i);
            record[i] ^= 1;
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestartInItsOrder() throws Exception {
        try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {})) {
            for (int i = 0; i < 100; i++) {
                write(journal, job(i, i * 10));
            }
            var position = write(journal, job(100, 9_900_000));
            assertSame(job(100, 9_900_000), journal.read(position));
        }
        var entries = new ArrayList<Entry>();
        var positions = new ArrayList<Position>();
        try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {
            entries.add(entry);
            positions.add(position);
        })) {
            assertEquals(101, entries.size());
            for (int i = 0; i < 100; i++) {
                assertSame(job(i, i * 10), entries.get(i));
                assertSame(job(i, i * 10), journal.read(positions.get(i)));
            }
            assertEquals(List.of(1), journal.finishedSegments());
            journal.delete(1);
        }
        assertEquals(List.of(), readAll());
    }

    @Test
    void aJournalHasOneWriter() throws Exception {
        try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {})) {
            write(journal, job(1, 1));
            assertThrows(IOException.class, () -> Journal.open(folder, OPTIONS, (position, entry) -> {}));
        }
    }

    @Test
    void aCorruptTailCostsNothingThatStandsBeforeIt() throws Exception {
        try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {})) {
            for (int i = 0; i < 50; i++) {
                write(journal, job(i, 200));
            }
        }
        var file = newestFile();
        var random = new SplittableRandom(1);
        var data = Files.readAllBytes(file);
        long end = lastNonZero(data);
        for (int round = 0; round < 5; round++) {
            Files.write(file, data);
            try (var out = new RandomAccessFile(file.toFile(), "rw")) {
                // From somewhere in the last record on: noise, as an interrupted write might leave it.
                out.seek(end - random.nextInt(150));
                var noise = new byte[random.nextInt(1, 4000)];
                random.nextBytes(noise);
                out.write(noise);
            }
            var entries = readAll();
            assertTrue(entries.size() >= 49, () -> "only " + entries.size() + " of 50 records left");
            for (int i = 0; i < 49; i++) {
                assertSame(job(i, 200), entries.get(i));
            }
            try (var journal = Journal.open(folder, OPTIONS, (position, entry) -> {})) {
                write(journal, job(1000 + round, 10));
            }
        }
    }

    @Test
    void segmentsAreChangedWhenTheyAreFull() throws Exception {
        var small = new Journal.Options(true, 10_000, 1 << 20);
        try (var journal = Journal.open(folder, small, (position, entry) -> {})) {
            var first = write(journal, job(1, 9_990));
            var second = write(journal, job(2, 9_990));
            assertTrue(second.segment() > first.segment());
            assertSame(job(1, 9_990), journal.read(first));
        }
        assertEquals(2, readAll().size());
    }

    private Path newestFile() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".cq4")).max(Path::compareTo).orElseThrow();
        }
    }

    private static long lastNonZero(byte[] data) {
        int at = data.length - 1;
        while (at > 0 && data[at] == 0) {
            at--;
        }
        return at;
    }
}
