package dev.paddock.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void registersTakeEvery64BitValueHoweverWritten() {
        assertEquals(Optional.of(0L), Numbers.register("0"));
        assertEquals(Optional.of(-1L), Numbers.register("-1"));
        assertEquals(Optional.of(-1L), Numbers.register("18446744073709551615"));
        assertEquals(Optional.of(-1L), Numbers.register("0xffffffffffffffff"));
        assertEquals(Optional.of(-16L), Numbers.register("-0x10"));
        assertEquals(Optional.of(Long.MIN_VALUE), Numbers.register("-9223372036854775808"));
        assertEquals(Optional.of(1_000_000L), Numbers.register("1_000_000"));
    }

    @Test
    void whatIsNo64BitNumberIsNone() {
        for (var text : new String[] {"", "-", "0x", "x", "1.5", "18446744073709551616", "0x1ffffffffffffffff", "1e3"}) {
            assertEquals(Optional.empty(), Numbers.register(text), text);
        }
    }

    @Test
    void durationsNeedAUnitAndAreAboveZero() {
        assertEquals(Optional.of(Duration.ofSeconds(2)), Numbers.duration("2s"));
        assertEquals(Optional.of(Duration.ofMillis(1500)), Numbers.duration("1.5s"));
        assertEquals(Optional.of(Duration.ofMillis(500)), Numbers.duration("500ms"));
        assertEquals(Optional.of(Duration.ofNanos(100_000)), Numbers.duration("100us"));
        assertEquals(Optional.of(Duration.ofMinutes(1)), Numbers.duration("1m"));
        for (var text : new String[] {"", "2", "s", "0s", "-1s", "2h", "2 s", "99999999999999s"}) {
            assertEquals(Optional.empty(), Numbers.duration(text), text);
        }
    }

    @Test
    void timesAreShownWithThreeDigits() {
        assertEquals("999 ns", Numbers.time(999));
        assertEquals("1.23 us", Numbers.time(1_234));
        assertEquals("12.3 us", Numbers.time(12_345));
        assertEquals("123 ms", Numbers.time(123_456_789));
        assertEquals("2.00 s", Numbers.time(2_000_000_000));
    }

    @Test
    void longNumbersAreGrouped() {
        assertEquals("0", Numbers.grouped(0));
        assertEquals("999", Numbers.grouped(999));
        assertEquals("1,000", Numbers.grouped(1_000));
        assertEquals("-123,456", Numbers.grouped(-123_456));
        assertEquals("9,223,372,036,854,775,807", Numbers.grouped(Long.MAX_VALUE));
    }
}
