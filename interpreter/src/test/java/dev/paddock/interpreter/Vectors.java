package dev.paddock.interpreter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Where test vectors lie: ours in the tests room, the published ones in the shared folder beside the repository. */
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** A folder of the tests room's resources. */
    static Path ours(String folder) {
        return Path.of("..", "tests", "src", "test", "resources").resolve(folder);
    }

    /** A folder of the shared folder; the test is skipped where there is none. */
    static Path shared(String folder) {
        Optional<Path> root = sharedRoot();
        Assumptions.assumeTrue(root.isPresent(), "No ../shared beside the repository: published vectors are not here");
        return root.orElseThrow().resolve(folder);
    }

    private static Optional<Path> sharedRoot() {
        String property = System.getProperty("paddock.shared", "");
        if (!property.isEmpty()) {
            return Optional.of(Path.of(property));
        }
        Path at = Path.of("").toAbsolutePath();
        for (int i = 0; i < at.getNameCount(); i++) {
            Path candidate = at.resolveSibling("shared");
            if (Files.isDirectory(candidate.resolve("spec"))) {
                return Optional.of(candidate);
            }
            at = at.getParent() == null ? at : at.getParent();
        }
        return Optional.empty();
    }

    static List<Path> jsonFiles(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode array) {
        byte[] bytes = new byte[array.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) array.get(i).intValue();
        }
        return bytes;
    }

    /** An unsigned 64-bit number; most tools cannot hold these. */
    static long u64(JsonNode number) {
        return number.bigIntegerValue().longValue();
    }

    static long[] registers(JsonNode array) {
        long[] registers = new long[array.size()];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = u64(array.get(i));
        }
        return registers;
    }
}
