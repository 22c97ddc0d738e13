package dev.paddock.bench.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A benchmark: one program, in the formats that there are of it.
 *
 * @param files by format: the ending of the file's name
 * @param expected what {@code run} returns, if the benchmark says so
 */
public record Guest(String name, Map<String, Path> files, Optional<Long> expected) {
    public Guest {
        files = Map.copyOf(files);
    }

    public Optional<Path> file(String format) {
        return Optional.ofNullable(files.get(format));
    }

    public Map<String, Long> sizes() throws IOException {
        var sizes = new TreeMap<String, Long>();
        for (var file : files.entrySet()) {
            sizes.put(file.getKey(), Files.size(file.getValue()));
        }
        return sizes;
    }
}
