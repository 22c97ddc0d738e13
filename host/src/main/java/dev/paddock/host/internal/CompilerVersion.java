package dev.paddock.host.internal;

import dev.paddock.codegen.x64.Compiler;
import dev.paddock.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What tells one build of the compiler from another: a hash of its classes and of those that decode and cost programs. A
 * number kept by hand would be forgotten one day, and old code would run.
 */
final class CompilerVersion {
    private CompilerVersion() {}

    static String read() {
        var digest = Hashes.sha256();
        try {
            add(digest, Compiler.class);
            add(digest, Program.class);
        } catch (IOException | URISyntaxException e) {
            throw new UncheckedIOException(
                    "can't read the compiler's own classes, which name the cache's entries", new IOException(e));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Class<?> member) throws IOException, URISyntaxException {
        var place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(place)) {
            digest.update(Files.readAllBytes(place));
            return;
        }
        try (var files = Files.walk(place.resolve(member.getPackageName().replace('.', '/')))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
    }
}
