package dev.paddock.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Objects of one bucket in memory, for whoever signs with the right key (AWS Signature Version 4, the body included). */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "paddock-test";
    static final String KEY_ID = "AKIDPADDOCK";
    static final String SECRET = "a secret for tests";

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=" + KEY_ID
            + "/([0-9]{8})/([a-z0-9-]+)/s3/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    volatile boolean failing;
    private final HttpServer server;

    private S3Server(HttpServer server) {
        this.server = server;
    }

    static S3Server start() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new S3Server(http);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings of a service that keeps code here. */
    ServiceConfig in(ServiceConfig config) {
        return config.with("s3.bucket", BUCKET)
                .with("s3.endpoint", endpoint())
                .with("s3.prefix", "code/")
                .with("s3.path-style", "on");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            if (failing) {
                answer(exchange, 500, error("InternalError"));
            } else if (!isSigned(exchange, body)) {
                answer(exchange, 403, error("SignatureDoesNotMatch"));
            } else if (!path.startsWith("/" + BUCKET + "/")) {
                answer(exchange, 404, error("NoSuchBucket"));
            } else {
                serve(exchange, path.substring(BUCKET.length() + 2), body);
            }
        }
    }

    private void serve(HttpExchange exchange, String key, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                answer(exchange, 200, new byte[0]);
            }
            case "GET" -> {
                var object = objects.get(key);
                answer(exchange, object == null ? 404 : 200, object == null ? error("NoSuchKey") : object);
            }
            default -> answer(exchange, 405, error("MethodNotAllowed"));
        }
    }

    private static byte[] error(String code) {
        return ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static boolean isSigned(HttpExchange exchange, byte[] body) {
        var headers = exchange.getRequestHeaders();
        var matcher = AUTHORIZATION.matcher(String.valueOf(headers.getFirst("Authorization")));
        var hash = String.valueOf(headers.getFirst("x-amz-content-sha256"));
        // Where there is no body, none need be signed.
        if (!matcher.matches() || !hash.equals(body.length == 0 ? "UNSIGNED-PAYLOAD" : hex(sha256(body)))) {
            return false;
        }
        var canonical = new StringBuilder(exchange.getRequestMethod() + "\n" + exchange.getRequestURI().getRawPath() + "\n"
                + (exchange.getRequestURI().getRawQuery() == null ? "" : exchange.getRequestURI().getRawQuery()) + "\n");
        for (var name : matcher.group(3).split(";")) {
            canonical.append(name).append(':').append(String.join(",", headers.get(name)).strip()).append('\n');
        }
        canonical.append('\n').append(matcher.group(3)).append('\n').append(hash);
        var date = matcher.group(1);
        var region = matcher.group(2);
        var toSign = "AWS4-HMAC-SHA256\n" + headers.getFirst("X-Amz-Date") + "\n" + date + "/" + region
                + "/s3/aws4_request\n" + hex(sha256(utf8(canonical.toString())));
        var key = hmac(hmac(hmac(hmac(utf8("AWS4" + SECRET), date), region), "s3"), "aws4_request");
        return hex(hmac(key, toSign)).equals(matcher.group(4));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
