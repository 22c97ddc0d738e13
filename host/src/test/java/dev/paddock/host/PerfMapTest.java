package dev.paddock.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Profilers are told which machine code is which function, where that is asked for. */
class PerfMapTest {
    @OnEveryBackend
    void aWorkersFileNamesItsFunctionsInOrder(EngineConfig config) throws IOException {
        try (var engine = Engine.create(config.withPerfMap(true).withWorkers(1, 0));
                var instance = engine.compile(Guests.where()).instantiate()) {
            assertEquals(2, instance.call("square", 1));
            var files = files();
            try {
                assertEquals(engine.backend() == Backend.NATIVE ? 1 : 0, files.size());
                for (var file : files) {
                    check(Files.readAllLines(file));
                }
            } finally {
                for (var file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Those of the workers of this process. */
    private static List<Path> files() {
        return ProcessHandle.current().children()
                .map(worker -> Path.of("/tmp", "perf-" + worker.pid() + ".map"))
                .filter(Files::exists)
                .toList();
    }

    private static void check(List<String> lines) {
        var names = new ArrayList<String>();
        long end = 0;
        for (var line : lines) {
            var parts = line.split(" ", 3);
            long start = Long.parseLong(parts[0], 16);
            assertTrue(start >= end, line);
            end = start + Long.parseLong(parts[1], 16);
            names.add(parts[2]);
        }
        assertTrue(names.containsAll(List.of("square", "peek", "twice")), names.toString());
    }

    @OnEveryBackend
    void nobodyWhoDoesNotAskGetsFiles(EngineConfig config) {
        try (var engine = Engine.create(config.withWorkers(1, 0));
                var instance = engine.compile(Guests.where()).instantiate()) {
            assertEquals(2, instance.call("square", 1));
            assertEquals(List.of(), files());
        }
    }
}
