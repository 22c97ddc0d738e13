package dev.paddock.seccomp;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Settings and facts that the kernel shows under /proc. */
public final class KernelKnobs {

    private KernelKnobs() {}

    /** A sysctl by its path under /proc/sys ("user/max_user_namespaces"); empty where the kernel has none. */
    public static Optional<String> read(String path) {
        return text(Path.of("/proc/sys", path));
    }

    /** A sysctl that is a number. */
    public static Optional<Long> number(String path) {
        return read(path).filter(text -> text.matches("-?\\d{1,18}")).map(Long::valueOf);
    }

    /** A line of this thread's /proc status ("CapEff"), without its name. */
    public static Optional<String> status(String name) {
        return text(Path.of("/proc/thread-self/status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .map(line -> line.substring(name.length() + 1).strip())
                        .findFirst());
    }

    /**
     * Reads with a large buffer: a number under /proc/sys gives all its digits to the first read and nothing to the
     * second, and Files.readString makes its first read one of a single byte.
     */
    private static Optional<String> text(Path path) {
        try (var in = new FileInputStream(path.toFile())) {
            var buffer = new byte[64 * 1024];
            int length = in.readNBytes(buffer, 0, buffer.length);
            return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8).strip());
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }
}
