package dev.paddock.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Where Java's own operators do not say it plainly; the reference's arithmetic table goes through the backends. */
class SemanticsTest {
    private static final long[] VALUES = {
        0, 1, 2, 3, -1, -2, 0x7f, 0x80, 0x7fffffffL, 0x80000000L, 0xffffffffL, 0x100000000L, -0x80000000L, -0x80000001L,
        Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 0x123456789abcdef0L, 0xfedcba9876543210L
    };

    @Test
    void upperHalvesOfProductsAreExact() {
        for (long a : VALUES) {
            for (long b : VALUES) {
                assertEquals(upper(signed(a), signed(b), 64), Semantics.mulUpperSignedSignedFull(a, b));
                assertEquals(upper(signed(a), unsigned(b), 64), Semantics.mulUpperSignedUnsignedFull(a, b));
                assertEquals(upper(unsigned(a), unsigned(b), 64), Semantics.mulUpperUnsignedUnsignedFull(a, b));
                long c = (int) a;
                long d = (int) b;
                assertEquals(upper(signed(c), signed(d), 32), Semantics.mulUpperSignedSignedHalf(c, d));
                assertEquals(upper(signed(c), unsigned32(d), 32), Semantics.mulUpperSignedUnsignedHalf(c, d));
                assertEquals(upper(unsigned32(c), unsigned32(d), 32), Semantics.mulUpperUnsignedUnsignedHalf(c, d));
            }
        }
    }

    private static long upper(BigInteger a, BigInteger b, int bits) {
        long upper = a.multiply(b).shiftRight(bits).longValue();
        return bits == 64 ? upper : (int) upper;
    }

    private static BigInteger signed(long value) {
        return BigInteger.valueOf(value);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static BigInteger unsigned32(long value) {
        return BigInteger.valueOf(value & 0xffffffffL);
    }

    @Test
    void divisionNeverFails() {
        for (long a : VALUES) {
            assertEquals(-1, Semantics.divSigned64(a, 0));
            assertEquals(-1, Semantics.divUnsigned64(a, 0));
            assertEquals(a, Semantics.remSigned64(a, 0));
            assertEquals(a, Semantics.remUnsigned64(a, 0));
            assertEquals(-1, Semantics.divSigned32(a, 0x100000000L));
            assertEquals(-1, Semantics.divUnsigned32(a, 0x100000000L));
            assertEquals((int) a, Semantics.remSigned32(a, 0x100000000L));
            assertEquals((int) a, Semantics.remUnsigned32(a, 0x100000000L));
        }
        assertEquals(Long.MIN_VALUE, Semantics.divSigned64(Long.MIN_VALUE, -1));
        assertEquals(0, Semantics.remSigned64(Long.MIN_VALUE, -1));
        assertEquals(Integer.MIN_VALUE, Semantics.divSigned32(Integer.MIN_VALUE, -1));
        assertEquals(0, Semantics.remSigned32(Integer.MIN_VALUE, -1));
        assertEquals(-1, Semantics.divUnsigned32(0xffffffffL, 1), "32-bit results are sign-extended");
    }

    @Test
    void shiftsAndRotationsCountModuloTheirWidth() {
        assertEquals(Semantics.shiftLogicalLeft32(3, 1), Semantics.shiftLogicalLeft32(3, 33));
        assertEquals(Semantics.shiftLogicalRight64(-1, 1), Semantics.shiftLogicalRight64(-1, 65));
        assertEquals(-0x40000000L, Semantics.shiftArithmeticRight32(0x80000000L, 1 + (1L << 40)));
        assertEquals(0x40000000L, Semantics.shiftLogicalRight32(-0x80000000L, 33));
        assertEquals(-0x80000000L, Semantics.rotateRight32(1, 1));
        assertEquals(Long.MIN_VALUE, Semantics.rotateRight64(1, 65));
        assertEquals(2, Semantics.rotateLeft64(1, 1L << 32 | 1));
    }

    @Test
    void addressesAreTheLow32Bits() {
        assertEquals(0xffffffffL, Semantics.address(0, -1));
        assertEquals(1, Semantics.address(0x1_0000_0000L, 1));
    }
}
