package dev.paddock.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A guest of this repository: a folder under guest/examples or guest/benchmarks with source, blob, expected results. */
record GuestFolder(Path path) {
    static final Path KIT = Repository.root().resolve("guest");

    static List<GuestFolder> all() throws IOException {
        var folders = new ArrayList<GuestFolder>();
        for (var kind : List.of("examples", "benchmarks")) {
            try (var entries = Files.list(KIT.resolve(kind))) {
                entries.filter(Files::isDirectory).sorted().map(GuestFolder::new).forEach(folders::add);
            }
        }
        return folders;
    }

    String name() {
        return path.getFileName().toString();
    }

    boolean isBenchmark() {
        return path.startsWith(KIT.resolve("benchmarks"));
    }

    /** The file of its name with that ending. */
    Path file(String ending) {
        return path.resolve(name() + ending);
    }

    Path calls() {
        return file(".calls.json");
    }

    @Override
    public String toString() {
        return name();
    }
}
