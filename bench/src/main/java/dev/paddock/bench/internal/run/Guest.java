package dev.paddock.bench.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A benchmark: one program, in the formats that there are of it.
 *
 * @param files by format: the ending of the file's name
 * @param expected what {@code run} returns, if the benchmark says so
 * @param compiled how many instructions a program has that is compiled only, and never run; none for a benchmark
 */
public record Guest(String name, Map<String, Path> files, Optional<Long> expected, OptionalLong compiled) {
    public Guest(String name, Map<String, Path> files, Optional<Long> expected) {
        this(name, files, expected, OptionalLong.empty());
    }

    public Guest {
        files = Map.copyOf(files);
    }

    /** Its file in the first of these formats that there is. */
    public Optional<Path> file(List<String> formats) {
        return formats.stream().filter(files::containsKey).map(files::get).findFirst();
    }

    public boolean runs() {
        return compiled.isEmpty();
    }

    public Map<String, Long> sizes() throws IOException {
        var sizes = new TreeMap<String, Long>();
        for (var file : files.entrySet()) {
            sizes.put(file.getKey(), Files.size(file.getValue()));
        }
        return sizes;
    }
}
