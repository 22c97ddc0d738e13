package dev.paddock.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The sampler's containers, which lie with the tests of all rooms. */
final class SamplerBlobs {
    private static final Path FOLDER = Path.of("tests/src/test/resources/programs");

    static final List<Isa> ISAS = List.of(Isa.JAM_V1, Isa.REVIVE_V1, Isa.LATEST64);

    private SamplerBlobs() {}

    static List<Path> all() throws IOException {
        try (var files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".polkavm")).sorted().toList();
        }
    }

    /** Linked by the reference linker for jam_v1, revive_v1 or latest64. */
    static byte[] of(Isa isa) {
        try {
            return Files.readAllBytes(folder().resolve("sampler." + isa + ".polkavm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(FOLDER))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder of the repository holds " + FOLDER);
        }
        return folder.resolve(FOLDER);
    }
}
