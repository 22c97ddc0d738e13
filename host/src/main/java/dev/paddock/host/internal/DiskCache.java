package dev.paddock.host.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.Compiler;
import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.codegen.x64.JumpTableImage;
import dev.paddock.program.Program;
import dev.paddock.worker.CodeImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compiled code in files, one for each key. What is read is checked before it is used: copied into memory that nobody else
 * sees, then hashed there. A file that does not check out counts as none, and is replaced.
 *
 * <pre>
 *   0    magic, 8 bytes               8   SHA-256 of the key
 *   40   u64 bytes of jump table      48  u64 bytes of code     56  u64 exports
 *   64   SHA-256 of all that follows and of what stands before
 *   96   exports: u64 native addresses, then jump table, then code
 * </pre>
 *
 * <p>The hash finds accidents, not enemies: whoever can write here could write a fitting one. That is why the folder must
 * belong to its user alone; and what came of it would still run in the sandbox only.
 */
final class DiskCache {
    private static final long MAGIC = 0x31_65_64_6f_63_2e_64_70L; // "pd.code1"
    private static final int HEADER = 96;
    private static final int HASHED_HEADER = 64;
    private static final int HASH = 32;
    private static final int MAX_EXPORTS = 1 << 20;

    private final Path folder;

    /** @throws IllegalArgumentException if the folder can't be made, or others may write to it */
    DiskCache(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var permissions = Files.getPosixFilePermissions(folder);
            if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IllegalArgumentException("the cache directory " + folder
                        + " may be written by others than its owner (" + PosixFilePermissions.toString(permissions)
                        + "): make it private with chmod 700");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("the cache directory " + folder + " can't be used: " + e, e);
        }
    }

    // ---- reading

    /** Code of a former compilation, if there is any that checks out. */
    Optional<NativeCode> load(CacheKey key, Program program, CompilerOptions options) {
        var keyHash = hashOf(key);
        try (var file = FileChannel.open(fileOf(keyHash), StandardOpenOption.READ)) {
            var header = read(file, 0, HEADER);
            var tableSize = header.getLong(40);
            var codeSize = header.getLong(48);
            var exportPcs = NativeCode.exportPcs(program);
            var fits = header.getLong(0) == MAGIC
                    && Arrays.equals(bytes(header, 8, HASH), keyHash)
                    && tableSize == JumpTableImage.size(program.code())
                    && codeSize > 0
                    && codeSize <= Compiler.worstCaseSize(program.code(), options)
                    && header.getLong(56) == exportPcs.length
                    && file.size() == HEADER + 8L * exportPcs.length + tableSize + codeSize;
            return fits ? load(file, header, program, options, exportPcs) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A cache that can't be read is an empty one.
            return Optional.empty();
        }
    }

    private static Optional<NativeCode> load(
            FileChannel file, ByteBuffer header, Program program, CompilerOptions options, int[] exportPcs)
            throws IOException {
        var tableSize = header.getLong(40);
        var codeSize = header.getLong(48);
        var exports = read(file, HEADER, Long.BYTES * exportPcs.length);
        try (var draft = CodeImage.draft(tableSize, codeSize)) {
            var table = draft.tableBytes();
            var code = draft.codeBytes(codeSize);
            var at = HEADER + 8L * exportPcs.length;
            readFully(file, at, table.duplicate());
            readFully(file, at + tableSize, code.duplicate());
            if (!Arrays.equals(bytes(header, 64, HASH), hash(header, exports, table, code))) {
                return Optional.empty();
            }
            var addresses = new long[exportPcs.length];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = exports.getLong(Long.BYTES * i);
                if (addresses[i] != NativeCode.NOWHERE
                        && (addresses[i] < AddressSpace.CODE || addresses[i] >= AddressSpace.CODE + codeSize)) {
                    return Optional.empty();
                }
            }
            var image = draft.seal(codeSize);
            return Optional.of(new NativeCode(program.code(), options, image, codeSize, exportPcs, addresses));
        }
    }

    // ---- writing

    /** Keeps freshly compiled code. Where that fails there is none next time, and nobody is bothered. */
    void store(CacheKey key, CodeImage.Draft draft, long codeSize, long[] exports) {
        if (exports.length > MAX_EXPORTS) {
            return;
        }
        var keyHash = hashOf(key);
        var header = buffer(HEADER);
        header.putLong(0, MAGIC).put(8, keyHash).putLong(48, codeSize).putLong(56, exports.length);
        var addresses = buffer(Long.BYTES * exports.length);
        addresses.asLongBuffer().put(exports);
        var table = draft.tableBytes();
        var code = draft.codeBytes(codeSize);
        header.putLong(40, table.remaining());
        header.put(64, hash(header, addresses, table, code));
        try {
            var fresh = Files.createTempFile(folder, "fresh", ".tmp");
            try {
                try (var file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    for (var part : new ByteBuffer[] {header, addresses, table, code}) {
                        while (part.hasRemaining()) {
                            file.write(part);
                        }
                    }
                }
                Files.move(fresh, fileOf(keyHash), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            // A full disk, say: compiling again next time is all the harm.
            return;
        }
    }

    // ---- within

    private Path fileOf(byte[] keyHash) {
        return folder.resolve(HexFormat.of().formatHex(keyHash) + ".code");
    }

    private static byte[] hashOf(CacheKey key) {
        return Hashes.sha256(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(ByteBuffer header, ByteBuffer exports, ByteBuffer table, ByteBuffer code) {
        MessageDigest digest = Hashes.sha256();
        digest.update(header.duplicate().position(0).limit(HASHED_HEADER));
        for (var part : new ByteBuffer[] {exports, table, code}) {
            digest.update(part.duplicate().position(0));
        }
        return digest.digest();
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        var buffer = buffer(length);
        readFully(file, at, buffer);
        return buffer.flip();
    }

    private static void readFully(FileChannel file, long at, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw new IOException("cut short");
            }
        }
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer from, int at, int length) {
        var copy = new byte[length];
        from.get(at, copy);
        return copy;
    }
}
