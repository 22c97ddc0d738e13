package dev.paddock.cli.internal;

import dev.paddock.program.Disassembler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The source files below a folder. Programs name paths of the machine that they were compiled on, or whatever they like:
 * nothing outside of the folder is read. Of a path that is not there, its end may be.
 */
final class SourceFolder implements Disassembler.SourceText {
    private static final long LARGEST = 1 << 24;

    private final Path folder;
    private final Map<String, List<String>> files = new HashMap<>();

    SourceFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--source " + folder + " is no folder");
        }
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<String> line(String path, int line) {
        var lines = files.computeIfAbsent(path, this::read);
        return line > 0 && line <= lines.size() ? Optional.of(lines.get(line - 1)) : Optional.empty();
    }

    private List<String> read(String path) {
        try {
            var named = Path.of(path).normalize();
            for (var from = 0; from < named.getNameCount(); from++) {
                var file = folder.resolve(named.subpath(from, named.getNameCount()).toString()).normalize();
                if (file.startsWith(folder) && Files.isRegularFile(file) && isInside(file)) {
                    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
                }
            }
        } catch (IOException | InvalidPathException e) {
            // As if it were not there.
        }
        return List.of();
    }

    private boolean isInside(Path file) throws IOException {
        return file.toRealPath().startsWith(folder.toRealPath()) && Files.size(file) <= LARGEST;
    }
}
