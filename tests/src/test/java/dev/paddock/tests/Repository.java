package dev.paddock.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where things lie: Maven runs the tests of a module in its folder. */
final class Repository {
    private Repository() {}

    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** The folder {@code shared} beside the repository, or where the property {@code paddock.shared} says; if present. */
    static Optional<Path> shared() {
        var folder = Path.of(System.getProperty("paddock.shared", root().resolve("../shared").toString()));
        return Files.isDirectory(folder.resolve("spec")) ? Optional.of(folder.normalize()) : Optional.empty();
    }
}
