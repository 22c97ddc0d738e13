package dev.paddock.service.internal.http;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemReader;

/** The certificate of the service: the operator's, or one made on first use. */
public final class ServerTls {
    private static final byte[] PROBE = "paddock".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LIFE = Duration.ofDays(365);

    /**
     * What the server speaks with.
     *
     * @param key where the context finds its certificate, so that another one can take its place
     * @param fingerprint SHA-256 of the certificate, for clients to compare
     */
    public record Identity(SSLContext context, CurrentKey key, Path certificate, Path keyFile, String fingerprint) {
        /** Uses what the files hold now, for connections from here on. */
        public void readAgain() throws IOException {
            key.use(pair(certificate, keyFile).manager());
        }
    }

    /** A certificate chain with its key, and what the key managers make of it. */
    private record Pair(X509ExtendedKeyManager manager, String fingerprint) {}

    private ServerTls() {}

    public static Identity load(Path certificate, Path key) throws IOException {
        var pair = pair(certificate, key);
        var current = new CurrentKey(pair.manager());
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {current}, null, null);
            return new Identity(context, current, certificate, key, pair.fingerprint());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS with " + certificate + " and " + key + ": " + e.getMessage(), e);
        }
    }

    private static Pair pair(Path certificate, Path key) throws IOException {
        try (var in = Files.newInputStream(certificate)) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new IOException(certificate + " holds no certificate");
            }
            var secret = privateKey(key);
            requirePair(chain[0].getPublicKey(), secret, certificate, key);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("paddock", secret, new char[0], chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            var fingerprint = HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded()));
            for (var manager : managers.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager usable) {
                    return new Pair(usable, fingerprint);
                }
            }
            throw new IOException("no key manager for X.509");
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS with " + certificate + " and " + key + ": " + e.getMessage(), e);
        }
    }

    /** While one of two files has been replaced they don't fit: no connection would come about. */
    private static void requirePair(PublicKey known, PrivateKey secret, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        var name = switch (secret.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> secret.getAlgorithm();
        };
        var signature = Signature.getInstance(name);
        signature.initSign(secret);
        signature.update(PROBE);
        var signed = signature.sign();
        try {
            signature.initVerify(known);
            signature.update(PROBE);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " is not the key of " + certificate, e);
        }
        throw new IOException(key + " is not the key of " + certificate);
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        try (var pem = new PemReader(new StringReader(Files.readString(file)))) {
            var object = pem.readPemObject();
            if (object == null || !object.getType().equals("PRIVATE KEY")) {
                throw new IOException(file + " is no PKCS #8 key in PEM (BEGIN PRIVATE KEY)");
            }
            var spec = new PKCS8EncodedKeySpec(object.getContent());
            GeneralSecurityException failure = new GeneralSecurityException("no key of a known kind");
            for (var kind : new String[] {"EC", "RSA", "Ed25519"}) {
                try {
                    return KeyFactory.getInstance(kind).generatePrivate(spec);
                } catch (GeneralSecurityException e) {
                    failure = e;
                }
            }
            throw failure;
        }
    }

    /** The pair in that folder; made if there is none, for the names that the host has. */
    public static Identity loadOrMake(Path folder, String host) throws IOException {
        var certificate = folder.resolve("certificate.pem");
        var key = folder.resolve("key.pem");
        if (!Files.exists(certificate) || !Files.exists(key)) {
            Files.createDirectories(folder);
            make(certificate, key, host);
        }
        return load(certificate, key);
    }

    private static void make(Path certificate, Path key, String host) throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=paddock");
            var now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(120, new SecureRandom()),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(LIFE)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, names(host));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            X509Certificate made = new JcaX509CertificateConverter().getCertificate(signed);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, pem(pair.getPrivate()));
            Files.writeString(certificate, pem(made));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    private static GeneralNames names(String host) throws IOException {
        var names = new java.util.ArrayList<GeneralName>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.dNSName, InetAddress.getLocalHost().getHostName()));
        if (host.matches("[0-9.]+") && !host.equals("0.0.0.0")) {
            names.add(new GeneralName(GeneralName.iPAddress, host));
        } else if (host.matches("[A-Za-z0-9.-]+") && !host.matches("[0-9.]+")) {
            names.add(new GeneralName(GeneralName.dNSName, host));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            if (object instanceof PrivateKey key) {
                writer.writeObject(new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(key, null));
            } else {
                writer.writeObject(object);
            }
        }
        return text.toString();
    }
}
