package dev.paddock.service.internal.store;

import dev.paddock.service.CodeHash;
import dev.paddock.service.ServiceConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Code in a bucket of an S3-compatible store, as {@code PREFIX HASH .polkavm}. Credentials come from where programs for S3
 * look for them: environment, profile, or the machine's own role.
 */
public final class S3Code implements RemoteCode {
    private static final System.Logger LOG = System.getLogger(S3Code.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    private static final Duration ALL_ATTEMPTS = Duration.ofSeconds(45);

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final long largest;

    private S3Code(S3Client client, String bucket, String prefix, long largest) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.largest = largest;
    }

    /**
     * The bucket that the settings name; none if they name none.
     *
     * @throws IllegalArgumentException for settings that can't be meant
     */
    public static Optional<RemoteCode> of(ServiceConfig config) {
        var bucket = config.text("s3.bucket");
        if (bucket.isEmpty()) {
            return Optional.empty();
        }
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ATTEMPT))
                .region(Region.of(config.text("s3.region")))
                .forcePathStyle(config.on("s3.path-style"))
                // What all compatible stores understand: one signed body, and no checksums beside the signature's.
                .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(all -> all.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(ALL_ATTEMPTS));
        if (!config.text("s3.endpoint").isEmpty()) {
            builder.endpointOverride(endpoint(config.text("s3.endpoint")));
        }
        return Optional.of(new S3Code(
                builder.build(), bucket, config.text("s3.prefix"), config.bytes("code.max-size")));
    }

    private static URI endpoint(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("s3.endpoint = " + text + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("s3.endpoint = " + text + ": want a URL, such as https://s3.example.org:9000");
    }

    private String key(CodeHash hash) {
        return prefix + hash.hex() + ".polkavm";
    }

    @Override
    public Optional<byte[]> get(CodeHash hash) throws IOException {
        byte[] code;
        try (var object = client.getObject(request -> request.bucket(bucket).key(key(hash)))) {
            code = object.readNBytes(Math.toIntExact(largest + 1));
            if (code.length > largest) {
                object.abort();
            }
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new IOException("the bucket " + bucket + " can't be asked for " + hash + ": " + e.getMessage(), e);
        }
        if (!CodeHash.of(code).equals(hash)) {
            LOG.log(System.Logger.Level.WARNING, "{0} in bucket {1} is corrupt or too large: its hash is not its name",
                    key(hash), bucket);
            return Optional.empty();
        }
        return Optional.of(code);
    }

    @Override
    public void put(CodeHash hash, byte[] code) throws IOException {
        try {
            client.putObject(request -> request.bucket(bucket).key(key(hash)), RequestBody.fromBytes(code));
        } catch (SdkException e) {
            throw new IOException("the bucket " + bucket + " does not take " + hash + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
