package dev.paddock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

/**
 * What the guests under guest/benchmarks say they compute is what others compute from the same inputs: the JDK, Bouncy
 * Castle, and plain arithmetic. That each backend gives the results in their calls.json is another test's promise.
 */
class GuestAnswersTest {
    private static final Path BENCHMARKS = Repository.root().resolve("guest/benchmarks");

    @Test
    void blake2bIsThatOfBouncyCastle() throws IOException {
        var digest = new Blake2bDigest(256);
        digest.update(SplitMix.bytes(1, 1 << 20), 0, 1 << 20);
        var expected = new byte[32];
        digest.doFinal(expected, 0);
        assertResult("blake2b", firstWord(expected));
    }

    @Test
    void sha256IsThatOfTheJdk() throws Exception {
        var expected = MessageDigest.getInstance("SHA-256").digest(SplitMix.bytes(2, 1 << 20));
        assertResult("sha256", firstWord(expected));
    }

    @Test
    void theResultOfModexpIsThatOfBigInteger() throws IOException {
        var topmost = 2047;
        var modulus = littleEndian(SplitMix.bytes(4, 256)).setBit(0).setBit(topmost);
        var base = littleEndian(SplitMix.bytes(5, 256)).clearBit(topmost);
        var exponent = littleEndian(SplitMix.bytes(6, 256));
        assertResult("modexp", base.modPow(exponent, modulus).longValue());
    }

    @Test
    void theSumOfMsmIsThatOfTheAdditionLaw() throws IOException {
        var random = new SplitMix(3);
        var points = new Curve.Point[256];
        var scalars = new BigInteger[points.length];
        for (var i = 0; i < points.length; i++) {
            do {
                points[i] = Curve.decode(littleEndian(random.bytes(32)));
            } while (points[i] == Curve.NOWHERE);
            scalars[i] = littleEndian(random.bytes(64)).mod(Curve.ORDER);
        }
        var sum = new Curve.Point(BigInteger.ZERO, BigInteger.ONE);
        for (var bit = Curve.ORDER.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            for (var i = 0; i < points.length; i++) {
                sum = scalars[i].testBit(bit) ? sum.plus(points[i]) : sum;
            }
        }
        // The encoding begins with the lowest bytes of y.
        assertResult("msm", sum.affineY().longValue());
    }

    @Test
    void signaturesAndVerdictsAreThoseOfBouncyCastle() throws Exception {
        var cases = new Signed[16];
        for (var i = 0; i < cases.length; i++) {
            cases[i] = i < 4
                    ? Signed.rfc8032(i)
                    : Signed.by(SplitMix.bytes(1000 + i, 32), SplitMix.bytes(i, 7 * i * i));
        }
        var verdicts = MessageDigest.getInstance("SHA-512");
        for (var i = 0; i < cases.length; i++) {
            var forged = cases[i].forged(i % 8, cases[(i + 1) % cases.length]);
            assertTrue(cases[i].verifies(), "case " + i);
            assertFalse(forged.verifies(), "forgery " + i);
            verdicts.update(cases[i].signature);
            verdicts.update((byte) 1);
            verdicts.update(forged.signature);
            verdicts.update((byte) 0);
        }
        assertResult("ed25519", firstWord(verdicts.digest()));
    }

    @Test
    void theProgramOfThe6502IsAssembledFromItsSource() throws Exception {
        var folder = BENCHMARKS.resolve("cpu6502");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "Assemble.java", "program.s")
                .directory(folder.toFile())
                .start();
        var listing = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), complaints);
        assertEquals(Files.readString(folder.resolve("program.h")), listing,
                "run: java Assemble.java program.s > program.h");
    }

    /** Each call of run must be expected to give that. */
    private static void assertResult(String guest, long expected) throws IOException {
        var folder = BENCHMARKS.resolve(guest);
        var calls = new ObjectMapper().readTree(folder.resolve(guest + ".calls.json").toFile()).get("calls");
        var runs = 0;
        for (var call : calls) {
            if (call.get("call").asText().equals("run")) {
                assertEquals(Long.toUnsignedString(expected), call.get("a0").asText(), guest);
                runs++;
            }
        }
        assertTrue(runs > 0, guest);
        var readme = Files.readString(folder.resolve("README.md"));
        assertTrue(readme.contains("`0x" + Long.toHexString(expected) + "`"), guest + "/README.md has another result");
    }

    private static long firstWord(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static BigInteger littleEndian(byte[] bytes) {
        return new BigInteger(1, reversed(bytes));
    }

    private static byte[] reversed(byte[] bytes) {
        var result = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        return result;
    }

    /** The guests' random numbers (guest/lib/splitmix.h). */
    private static final class SplitMix {
        private long state;

        SplitMix(long seed) {
            state = seed;
        }

        static byte[] bytes(long seed, int length) {
            return new SplitMix(seed).bytes(length);
        }

        byte[] bytes(int length) {
            var buffer = ByteBuffer.allocate((length + 7) / 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                state += 0x9e3779b97f4a7c15L;
                var z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
                z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
                buffer.putLong(z ^ z >>> 31);
            }
            return Arrays.copyOf(buffer.array(), length);
        }
    }

    /** edwards25519 by its definition. */
    private static final class Curve {
        static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        static final BigInteger ORDER = BigInteger.TWO.pow(252)
                .add(new BigInteger("27742317777372353535851937790883648493"));
        static final BigInteger D =
                BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
        static final BigInteger ROOT_OF_MINUS_ONE =
                BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
        static final Point NOWHERE = new Point(BigInteger.ZERO, BigInteger.ZERO);

        private Curve() {}

        /** -x^2 + y^2 = 1 + d x^2 y^2, solved for x; {@link #NOWHERE} if the number encodes no point. */
        static Point decode(BigInteger encoded) {
            var y = encoded.clearBit(255);
            var yy = y.multiply(y);
            var xx = yy.subtract(BigInteger.ONE)
                    .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                    .mod(P);
            var x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
            if (!x.multiply(x).mod(P).equals(xx)) {
                x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
            }
            if (y.compareTo(P) >= 0 || !x.multiply(x).mod(P).equals(xx)) {
                return NOWHERE;
            }
            return new Point(x.testBit(0) == encoded.testBit(255) ? x : P.subtract(x), y);
        }

        /** (x / z, y / z), which saves the law's divisions. */
        record Point(BigInteger x, BigInteger y, BigInteger z) {
            Point(BigInteger x, BigInteger y) {
                this(x, y, BigInteger.ONE);
            }

            /** x = (x1 y2 + x2 y1) / (1 + t), y = (y1 y2 + x1 x2) / (1 - t), where t = d x1 x2 y1 y2. */
            Point plus(Point q) {
                var zz = z.multiply(q.z).mod(P);
                var one = zz.multiply(zz).mod(P);
                var xx = x.multiply(q.x).mod(P);
                var yy = y.multiply(q.y).mod(P);
                var xy = x.multiply(q.y).add(q.x.multiply(y)).mod(P);
                var t = D.multiply(xx).mod(P).multiply(yy).mod(P);
                var above = one.add(t);
                var below = one.subtract(t);
                return new Point(
                        zz.multiply(xy).mod(P).multiply(below).mod(P),
                        zz.multiply(yy.add(xx)).mod(P).multiply(above).mod(P),
                        above.multiply(below).mod(P));
            }

            BigInteger affineY() {
                return y.multiply(z.modInverse(P)).mod(P);
            }
        }
    }

    /** A message, a key, and what is said to be its signature. */
    private record Signed(byte[] key, byte[] message, byte[] signature) {
        static Signed by(byte[] seed, byte[] message) {
            var key = new Ed25519PrivateKeyParameters(seed);
            var signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return new Signed(key.generatePublicKey().getEncoded(), message, signer.generateSignature());
        }

        /** Section 7.1: tests 1, 2, 3 and SHA(abc), by their secret keys. */
        static Signed rfc8032(int test) throws GeneralSecurityException {
            return switch (test) {
                case 0 -> by(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), new byte[0]);
                case 1 -> by(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), hex("72"));
                case 2 -> by(hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), hex("af82"));
                case 3 -> by(hex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"),
                        MessageDigest.getInstance("SHA-512").digest("abc".getBytes(StandardCharsets.US_ASCII)));
                default -> throw new IllegalArgumentException("test " + test);
            };
        }

        Signed forged(int kind, Signed other) throws IOException {
            var key = this.key.clone();
            var signature = this.signature.clone();
            switch (kind) {
                case 0 -> {
                    var longer = new ByteArrayOutputStream();
                    longer.write(message);
                    longer.write(0);
                    return new Signed(key, longer.toByteArray(), signature);
                }
                case 1 -> signature[5] ^= 4;
                case 2 -> signature[40] ^= 16;
                case 3 -> {
                    var scalar = littleEndian(Arrays.copyOfRange(signature, 32, 64)).add(Curve.ORDER);
                    for (var i = 0; i < 32; i++) {
                        signature[32 + i] = scalar.shiftRight(8 * i).byteValue();
                    }
                }
                case 4 -> key[20] ^= 1;
                case 5 -> key = other.key;
                case 6 -> {
                    Arrays.fill(key, (byte) 0xff);
                    key[0] = (byte) 0xee;
                    key[31] = 0x7f;
                }
                case 7 -> signature = other.signature;
                default -> throw new IllegalArgumentException("forgery " + kind);
            }
            return new Signed(key, message, signature);
        }

        boolean verifies() {
            Ed25519PublicKeyParameters point;
            try {
                point = new Ed25519PublicKeyParameters(key);
            } catch (IllegalArgumentException noPoint) {
                return false;
            }
            var signer = new Ed25519Signer();
            signer.init(false, point);
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        }

        private static byte[] hex(String digits) {
            return HexFormat.of().parseHex(digits);
        }
    }
}
