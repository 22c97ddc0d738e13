package dev.paddock.cli.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Numbers as people type and read them. */
final class Numbers {
    private Numbers() {}

    /**
     * A 64-bit register value: decimal (signed or unsigned) or {@code 0x} and hex digits, underscores between digits
     * allowed; from -2^63 to 2^64 - 1.
     */
    static Optional<Long> register(String text) {
        var digits = text.replace("_", "");
        try {
            if (digits.startsWith("-0x")) {
                return Optional.of(-Long.parseLong(digits, 3, digits.length(), 16));
            }
            if (digits.startsWith("0x")) {
                return Optional.of(Long.parseUnsignedLong(digits, 2, digits.length(), 16));
            }
            return Optional.of(digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Such as {@code 2s}, {@code 1.5s}, {@code 500ms}, {@code 100us}, {@code 1m}; always above zero. */
    static Optional<Duration> duration(String text) {
        var end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var unit =
                switch (text.substring(end)) {
                    case "ns" -> 1L;
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 0L;
                };
        try {
            var nanos = new BigDecimal(text.substring(0, end)).multiply(BigDecimal.valueOf(unit));
            var rounded = nanos.longValue();
            return rounded > 0 && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                    ? Optional.of(Duration.ofNanos(rounded))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Nanoseconds with three digits and a unit: {@code 12.3 us}. */
    static String time(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return threeDigits(nanos, 1_000) + " us";
        }
        if (nanos < 1_000_000_000) {
            return threeDigits(nanos, 1_000_000) + " ms";
        }
        return threeDigits(nanos, 1_000_000_000) + " s";
    }

    private static String threeDigits(long value, long unit) {
        var whole = value / unit;
        if (whole >= 100) {
            return Long.toString(whole);
        }
        var hundredths = value % unit * 100 / unit;
        return whole >= 10
                ? whole + "." + hundredths / 10
                : whole + "." + hundredths / 10 + hundredths % 10;
    }

    /** Digits in groups of three: {@code 1,000,000}. */
    static String grouped(long value) {
        var digits = Long.toString(value);
        var text = new StringBuilder(digits);
        for (var i = digits.length() - 3; i > (value < 0 ? 1 : 0); i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }
}
