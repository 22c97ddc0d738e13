package dev.paddock.service.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.paddock.service.CodeHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
    @TempDir
    Path folder = Path.of("");

    private Path file(CodeHash hash) {
        return folder.resolve("code").resolve(hash.hex() + ".polkavm");
    }

    private static byte[] code(int seed, int length) {
        var code = new byte[length];
        Arrays.fill(code, (byte) seed);
        return code;
    }

    private void age(CodeHash hash, Duration age) throws Exception {
        Files.setLastModifiedTime(file(hash), FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void whatIsKeptIsLoadedByItsHash() throws Exception {
        var store = new ArtifactStore(folder);
        var hash = store.put(code(1, 1000));
        assertEquals(CodeHash.of(code(1, 1000)), hash);
        assertArrayEquals(code(1, 1000), store.load(hash).orElseThrow());
        assertTrue(store.load(CodeHash.of(code(2, 10))).isEmpty());
    }

    @Test
    void oneWrongBitIsNoticedAndTheFileRemoved() throws Exception {
        var store = new ArtifactStore(folder);
        var hash = store.put(code(1, 1000));
        var bytes = Files.readAllBytes(file(hash));
        bytes[500] ^= 4;
        Files.write(file(hash), bytes);
        assertTrue(store.load(hash).isEmpty());
        assertFalse(Files.exists(file(hash)));
        // It can be uploaded again; a broken file in the way is replaced.
        Files.write(file(hash), bytes);
        store.put(code(1, 1000));
        assertArrayEquals(code(1, 1000), store.load(hash).orElseThrow());
    }

    @Test
    void whatIsTooOldGoesThenWhatWasUsedLongestAgo() throws Exception {
        var store = new ArtifactStore(folder);
        var old = store.put(code(1, 1000));
        var middle = store.put(code(2, 1000));
        var pinned = store.put(code(3, 1000));
        var fresh = store.put(code(4, 1000));
        age(old, Duration.ofHours(30));
        age(middle, Duration.ofHours(3));
        age(pinned, Duration.ofHours(4));
        assertEquals(1, store.prune(Duration.ofHours(24), 1 << 20, _ -> false));
        assertFalse(store.contains(old));
        assertEquals(1, store.prune(Duration.ofHours(24), 2000, pinned::equals));
        assertFalse(store.contains(middle), "the one in use stays, though it is older");
        assertEquals(0, store.prune(Duration.ofHours(24), 0, pinned::equals), "what was used just now stays");
        assertTrue(store.contains(pinned) && store.contains(fresh));
    }

    @Test
    void twoServicesOnOneFolderNeverSeeHalfAFile() throws Exception {
        var one = new ArtifactStore(folder);
        var other = new ArtifactStore(folder);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Future<?>>();
            for (int t = 0; t < 4; t++) {
                var store = t % 2 == 0 ? one : other;
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        var code = code(i % 5, 20_000);
                        var hash = store.put(code);
                        store.load(hash).ifPresent(loaded -> assertArrayEquals(code, loaded));
                        if (i % 10 == 0) {
                            store.remove(hash);
                        }
                    }
                    return null;
                }));
            }
            for (var each : work) {
                each.get();
            }
        }
        try (var left = Files.list(folder.resolve("code"))) {
            assertEquals(0, left.filter(f -> f.toString().endsWith(".tmp")).count());
        }
    }
}
