package dev.paddock.service.internal.store;

import dev.paddock.service.CodeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The folder of code and compiled code.
 *
 * <pre>
 *   code/HASH.polkavm      what was uploaded; HASH is its BLAKE2b-256
 *   compiled/*.code        what the engine made of it, with a checksum inside; made again when it is missing or broken
 *   code/*.tmp             on its way; renamed when it is complete and on disk
 * </pre>
 *
 * <p>A file's time of change is its time of last use.
 */
public final class ArtifactStore {
    private static final System.Logger LOG = System.getLogger(ArtifactStore.class.getName());

    /** What was used so recently is never pruned: another service may be about to load it. */
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final String SUFFIX = ".polkavm";
    private static final String UNFINISHED = ".tmp";

    private final Path code;
    private final Path compiled;

    public ArtifactStore(Path folder) throws IOException {
        code = folder.resolve("code");
        compiled = folder.resolve("compiled");
        var ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(code, ownersOnly);
        Files.createDirectories(compiled, ownersOnly);
    }

    /** Where the engine keeps compiled code. */
    public Path compiled() {
        return compiled;
    }

    /** Keeps code under its hash. It is there whole, or not at all. */
    public CodeHash put(byte[] bytes) throws IOException {
        var hash = CodeHash.of(bytes);
        var file = file(hash);
        if (load(hash).isPresent()) {
            return hash;
        }
        var fresh = Files.createTempFile(code, hash.hex(), UNFINISHED);
        try {
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } finally {
            Files.deleteIfExists(fresh);
        }
        return hash;
    }

    /** The rename itself must be on disk before anyone is told of it. */
    private void forceFolder() throws IOException {
        try (var folder = FileChannel.open(code, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** The code of that hash; none if it is not there, or is something else by now, which is then removed. */
    public Optional<byte[]> load(CodeHash hash) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file(hash));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!CodeHash.of(bytes).equals(hash)) {
            LOG.log(System.Logger.Level.WARNING, "{0} is corrupt: its hash is not its name; removed", file(hash));
            Files.deleteIfExists(file(hash));
            return Optional.empty();
        }
        touch(hash);
        return Optional.of(bytes);
    }

    public boolean contains(CodeHash hash) {
        return Files.exists(file(hash));
    }

    /** Marks code as used now; false if there is none. */
    public boolean touch(CodeHash hash) {
        try {
            Files.setLastModifiedTime(file(hash), FileTime.from(Instant.now()));
            return true;
        } catch (IOException e) {
            // Either it is gone, or the folder can't be written to: then nothing gets pruned either.
            return contains(hash);
        }
    }

    public void remove(CodeHash hash) throws IOException {
        Files.deleteIfExists(file(hash));
    }

    /** What the store holds. */
    public record Usage(int files, long bytes) {}

    public Usage usage() throws IOException {
        var files = files();
        return new Usage(files.size(), files.stream().mapToLong(Artifact::size).sum());
    }

    /**
     * Deletes what has not been used for {@code keep}, then what has not been used for longest, until the rest fits.
     *
     * @param inUse code that stays in any case
     * @return files deleted
     */
    public int prune(Duration keep, long maxSize, Predicate<CodeHash> inUse) throws IOException {
        var files = new ArrayList<>(files());
        files.sort(Comparator.comparing(Artifact::used));
        long size = files.stream().mapToLong(Artifact::size).sum();
        var now = Instant.now();
        int deleted = 0;
        for (var file : files) {
            var age = Duration.between(file.used(), now);
            var tooOld = age.compareTo(keep) > 0;
            var spared = age.compareTo(GRACE.compareTo(keep) < 0 ? GRACE : keep) <= 0
                    || file.hash().filter(inUse).isPresent();
            if (!spared && (tooOld || size > maxSize) && Files.deleteIfExists(file.path())) {
                size -= file.size();
                deleted++;
            }
        }
        return deleted;
    }

    private record Artifact(Path path, long size, Instant used) {
        /** Of code; compiled code is named otherwise. */
        Optional<CodeHash> hash() {
            var name = path.getFileName().toString();
            return name.length() == 2 * CodeHash.LENGTH + SUFFIX.length() && name.endsWith(SUFFIX)
                    ? Optional.of(new CodeHash(name.substring(0, 2 * CodeHash.LENGTH)))
                    : Optional.empty();
        }
    }

    private List<Artifact> files() throws IOException {
        var found = new ArrayList<Artifact>();
        for (var folder : List.of(code, compiled)) {
            try (var paths = Files.newDirectoryStream(folder)) {
                for (var path : paths) {
                    try {
                        found.add(new Artifact(path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
                    } catch (NoSuchFileException e) {
                        // Another service pruned it meanwhile.
                        continue;
                    }
                }
            }
        }
        return found;
    }

    private Path file(CodeHash hash) {
        return code.resolve(hash.hex() + SUFFIX);
    }
}
