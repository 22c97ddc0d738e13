package dev.paddock.bench.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds benchmarks. A folder is one: {@code NAME/NAME.polkavm}, {@code NAME/NAME.wasm} and so on; forms made on this
 * machine lie in one folder beside, {@code build/NAME.so} and {@code build/NAME.ckb}. {@code NAME/NAME.calls.json} says
 * what comes
 * out, if it is there.
 */
public final class Guests {
    /** Endings of files beside a program that are none themselves. */
    private static final Set<String> NO_PROGRAMS = Set.of("c", "h", "rs", "wat", "pvmasm", "md", "txt", "json", "elf",
            "o", "d");

    private Guests() {}

    /** All benchmark folders in {@code folder}, by name; {@code built} may be missing. */
    public static List<Guest> in(Path folder, Path built) {
        var guests = new ArrayList<Guest>();
        for (var entry : list(folder)) {
            if (Files.isDirectory(entry)) {
                var guest = of(entry, built);
                if (!guest.files().isEmpty()) {
                    guests.add(guest);
                }
            }
        }
        return guests;
    }

    private static Guest of(Path folder, Path built) {
        var name = folder.getFileName().toString();
        var files = files(built, name);
        files.putAll(files(folder, name));
        return new Guest(name, files, ExpectedResult.of(folder.resolve(name + ".calls.json")));
    }

    /** A program that the user names: with all files beside it that differ in the ending only. */
    public static Guest ofFile(Path file) {
        var fileName = file.getFileName().toString();
        int dot = fileName.lastIndexOf('.');
        var name = dot < 0 ? fileName : fileName.substring(0, dot);
        return new Guest(name, files(file.toAbsolutePath().resolveSibling("."), name), Optional.empty());
    }

    /** Programs NAME.FORMAT in a folder, by format. */
    private static Map<String, Path> files(Path folder, String name) {
        var files = new HashMap<String, Path>();
        for (var file : list(folder)) {
            var fileName = file.getFileName().toString();
            if (fileName.startsWith(name + ".")) {
                var format = fileName.substring(name.length() + 1);
                if (format.indexOf('.') < 0 && !NO_PROGRAMS.contains(format)) {
                    files.put(format, file.toAbsolutePath().normalize());
                }
            }
        }
        return files;
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
