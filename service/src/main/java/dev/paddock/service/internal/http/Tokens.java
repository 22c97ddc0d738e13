package dev.paddock.service.internal.http;

import dev.paddock.service.Rejection;
import dev.paddock.service.internal.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.security.MessageDigest;

/**
 * Who may ask for what. The file has one line for each token: a name, a role, and the BLAKE2b-256 of the token in hex, so
 * that whoever reads it learns none. A client sees its own jobs; an operator sees the state of the service as well.
 */
public final class Tokens {
    /** What its holder may do. */
    public enum Role {
        CLIENT,
        OPERATOR
    }

    /** Who asks. */
    public record Caller(String name, Role role) {
        public boolean isOperator() {
            return role == Role.OPERATOR;
        }
    }

    /** Everyone, where nobody has to say who they are. */
    private static final Caller ANYONE = new Caller("local", Role.OPERATOR);

    private static final String BEARER = "Bearer ";

    private record Line(Caller caller, byte[] hash) {}

    /** None where nobody has to say who they are. */
    private final Optional<Path> file;

    private volatile List<Line> lines = List.of();

    private Tokens(Optional<Path> file) {
        this.file = file;
    }

    /** No token is asked for. */
    public static Tokens none() {
        return new Tokens(Optional.empty());
    }

    /** @throws IllegalArgumentException for a line that is none */
    public static Tokens read(Path file) throws IOException {
        var tokens = new Tokens(Optional.of(file));
        tokens.readAgain();
        return tokens;
    }

    /** The file that they come from. */
    public Optional<Path> file() {
        return file;
    }

    /**
     * Takes what the file says now: who is no longer in it is refused from here on.
     *
     * @throws IllegalArgumentException for a line that is none; then all stays as it was
     */
    public void readAgain() throws IOException {
        if (file.isPresent()) {
            lines = lines(file.get());
        }
    }

    private static List<Line> lines(Path file) throws IOException {
        var lines = new ArrayList<Line>();
        for (var line : Files.readAllLines(file)) {
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            var words = text.split("\\s+");
            if (words.length != 3 || !words[2].matches("[0-9a-f]{64}") || !words[0].matches("[A-Za-z0-9._-]{1,64}")) {
                throw new IllegalArgumentException(
                        file + ": want lines of: NAME client|operator HASH (64 hex digits), not: " + words[0] + " ..");
            }
            var role = switch (words[1]) {
                case "client" -> Role.CLIENT;
                case "operator" -> Role.OPERATOR;
                default -> throw new IllegalArgumentException(file + ": " + words[1] + ": client or operator");
            };
            lines.add(new Line(new Caller(words[0], role), HexFormat.of().parseHex(words[2])));
        }
        return List.copyOf(lines);
    }

    /**
     * Makes a token and adds it to the file, which only its owner may read.
     *
     * @return the token; it is nowhere else
     */
    public static String add(Path file, String name, Role role) throws IOException {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        var token = HexFormat.of().formatHex(secret);
        var line = name + " " + role.name().toLowerCase(java.util.Locale.ROOT) + " " + HexFormat.of().formatHex(hash(token))
                + "\n";
        if (!Files.exists(file)) {
            Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, line, StandardOpenOption.APPEND);
        return token;
    }

    /**
     * Who sends this header.
     *
     * @throws Rejection if that can't be told
     */
    public Caller caller(Optional<String> authorization) {
        if (file.isEmpty()) {
            return ANYONE;
        }
        var token = authorization
                .filter(value -> value.startsWith(BEARER))
                .orElseThrow(() -> new Rejection(
                        Rejection.Kind.UNAUTHENTICATED, "a token is wanted: Authorization: Bearer TOKEN"))
                .substring(BEARER.length());
        var hash = hash(token);
        Optional<Caller> found = Optional.empty();
        for (var line : lines) {
            // All of them, each in the same time.
            if (MessageDigest.isEqual(line.hash(), hash)) {
                found = Optional.of(line.caller());
            }
        }
        return found.orElseThrow(() -> new Rejection(Rejection.Kind.UNAUTHENTICATED, "this token is not known here"));
    }

    private static byte[] hash(String token) {
        return Hashing.blake2b256(token.getBytes(StandardCharsets.UTF_8));
    }
}
