package dev.paddock.service.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sizes and times as people type them. */
public final class Units {
    private static final Map<String, Long> SIZES = Map.of(
            "", 1L, "B", 1L, "kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L,
            "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
    private static final Map<String, Long> TIMES = Map.of(
            "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private Units() {}

    /** Such as {@code 3MiB}, {@code 10MB} or {@code 4096}. */
    public static Optional<Long> bytes(String text) {
        return scaled(text, SIZES);
    }

    /** Such as {@code 2s}, {@code 500ms} or {@code 24h}. */
    public static Optional<Duration> time(String text) {
        return scaled(text, TIMES).map(Duration::ofNanos);
    }

    private static Optional<Long> scaled(String text, Map<String, Long> units) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var unit = units.get(text.substring(end));
        if (unit == null) {
            return Optional.empty();
        }
        try {
            var value = new BigDecimal(text.substring(0, end).strip()).multiply(BigDecimal.valueOf(unit));
            return value.signum() < 0 || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                    ? Optional.empty()
                    : Optional.of(value.longValue());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
