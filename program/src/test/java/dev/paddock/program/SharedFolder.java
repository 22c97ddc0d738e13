package dev.paddock.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder {@code shared} beside the repository, or where the property {@code paddock.shared} says; may be absent. */
final class SharedFolder {
    private SharedFolder() {}

    static Optional<Path> find() {
        var property = Optional.ofNullable(System.getProperty("paddock.shared"));
        if (property.isPresent()) {
            return property.map(Path::of).filter(SharedFolder::isIt);
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (isIt(folder.resolve("shared"))) {
                return Optional.of(folder.resolve("shared"));
            }
        }
        return Optional.empty();
    }

    private static boolean isIt(Path folder) {
        return Files.isDirectory(folder.resolve("spec"));
    }
}
