package dev.paddock.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The sampler's containers, which lie with the tests of all rooms. */
final class SamplerBlobs {
    private static final Path FOLDER = Path.of("tests/src/test/resources/programs");

    private SamplerBlobs() {}

    static List<Path> all() throws IOException {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(FOLDER))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder of the repository holds " + FOLDER);
        }
        try (var files = Files.list(folder.resolve(FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".polkavm")).sorted().toList();
        }
    }
}
