package dev.paddock.linker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Small ELF files with debug information, built of the C beside them by the script beside them. */
final class DebugSamples {
    private static final Path FOLDER = Path.of("tests/src/test/resources/debug");

    private DebugSamples() {}

    static Path folder() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(FOLDER))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder of the repository holds " + FOLDER);
        }
        return folder.resolve(FOLDER);
    }

    static byte[] elf(String name) {
        try {
            return Files.readAllBytes(folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
