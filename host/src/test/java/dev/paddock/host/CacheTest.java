package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.paddock.host.CompileStatistics.Origin;
import dev.paddock.program.CostModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was compiled once need not be compiled again. */
class CacheTest {
    @TempDir
    Path folder;

    private EngineConfig config;

    @BeforeEach
    void needsWorkers() {
        Assumptions.assumeTrue(BackendProvider.hasWorkers(), "no native workers here");
        config = EngineConfig.defaults().withBackend(Backend.NATIVE).withWorkers(4, 0)
                .withCacheDirectory(folder.resolve("cache"));
    }

    private static Origin run(EngineConfig config) {
        try (var engine = Engine.create(config)) {
            return run(engine);
        }
    }

    private static Origin run(Engine engine) {
        var module = engine.compile(Guests.sampler("latest64"));
        try (var instance = module.instantiate(Guests.samplerImports(new StringBuilder()))) {
            assertEquals(8903362782602577190L, instance.call("bytecode", 10000));
            assertEquals(6765, instance.call("fibonacci_recursive", 20));
        }
        return module.statistics().origin();
    }

    @Test
    void oneEngineCompilesAProgramOnce() {
        try (var engine = Engine.create(config)) {
            assertEquals(Origin.COMPILED, run(engine));
            assertEquals(Origin.MEMORY_CACHE, run(engine));
        }
    }

    @Test
    void theNextEngineFindsItOnDisk() {
        assertEquals(Origin.COMPILED, run(config));
        assertEquals(Origin.DISK_CACHE, run(config));
        assertEquals(Origin.COMPILED, run(config.withModuleCache(false)));
    }

    @Test
    void otherSettingsAreOtherEntries() throws Exception {
        assertEquals(Origin.COMPILED, run(config));
        assertEquals(Origin.COMPILED, run(config.withMetering(Metering.FLOAT)));
        assertEquals(Origin.COMPILED, run(config.withCostModel(CostModel.PIPELINE_L1)));
        assertEquals(3, entries().size());
        assertEquals(Origin.DISK_CACHE, run(config.withMetering(Metering.FLOAT)));
    }

    @Test
    void brokenEntriesAreCompiledAgainAndReplaced() throws Exception {
        assertEquals(Origin.COMPILED, run(config));
        var entry = entries().getFirst();
        var good = Files.readAllBytes(entry);
        for (int at : List.of(0, 9, 41, 57, 70, 100, good.length / 2, good.length - 1)) {
            var bad = good.clone();
            bad[at] ^= 1;
            Files.write(entry, bad);
            assertEquals(Origin.COMPILED, run(config), "byte " + at);
            assertEquals(Origin.DISK_CACHE, run(config), "byte " + at);
        }
        Files.write(entry, Arrays.copyOf(good, good.length / 2));
        assertEquals(Origin.COMPILED, run(config));
        Files.write(entry, new byte[0]);
        assertEquals(Origin.COMPILED, run(config));
        assertNotEquals(0, Files.size(entry));
        assertEquals(1, entries().size());
    }

    @Test
    void foldersThatOthersMayWriteAreRefused() throws Exception {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThrows(IllegalArgumentException.class, () -> Engine.create(config.withCacheDirectory(open)));
    }

    private List<Path> entries() throws Exception {
        try (var files = Files.list(folder.resolve("cache"))) {
            return files.toList();
        }
    }
}
