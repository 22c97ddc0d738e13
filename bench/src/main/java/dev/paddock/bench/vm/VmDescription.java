package dev.paddock.bench.vm;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a virtual machine says about itself.
 *
 * @param id its name in options and reports: lower case letters, digits, dashes
 * @param format what it runs, which is the ending of the guest's file: {@code polkavm}, {@code wasm}, {@code so},
 * {@code ckb}; or several by comma, the best first
 * @param kind how it runs it
 * @param metering what it counts while it runs: {@code none}, {@code sync}, {@code fuel} or the like
 * @param baseline the id of the same machine without metering, or its own
 * @param measures those it takes part in
 * @param warmUp how long it runs a guest before it is measured
 * @param title its name for people
 */
public record VmDescription(
        String id,
        String format,
        Kind kind,
        String metering,
        String baseline,
        Set<Measure> measures,
        Duration warmUp,
        String title) {
    /** For what is as fast at once as later. */
    public static final Duration SHORT_WARM_UP = Duration.ofMillis(20);

    /** The id of native code, with which all others are compared. */
    public static final String NATIVE = "native";

    /** What ids of another version's machines begin with. */
    public static final String BEFORE = "before-";

    /** How programs are run. */
    public enum Kind {
        NATIVE,
        COMPILER,
        INTERPRETER,
        /** No machine at all: hashes the program, for comparison with compiling it. */
        HASH
    }

    public VmDescription {
        if (!id.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("\"" + id + "\" is no id of a virtual machine");
        }
        measures = Set.copyOf(measures);
    }

    /** A machine that takes part in all measures and is warm at once. */
    public static VmDescription of(String id, String format, Kind kind, String title) {
        return new VmDescription(
                id, format, kind, "none", id, EnumSet.allOf(Measure.class), SHORT_WARM_UP, title);
    }

    public VmDescription withMetering(String metering, String baseline) {
        return new VmDescription(id, format, kind, metering, baseline, measures, warmUp, title);
    }

    public VmDescription withMeasures(Set<Measure> measures) {
        return new VmDescription(id, format, kind, metering, baseline, measures, warmUp, title);
    }

    public VmDescription withWarmUp(Duration warmUp) {
        return new VmDescription(id, format, kind, metering, baseline, measures, warmUp, title);
    }

    /** The same machine of another version of Paddock. */
    public VmDescription before() {
        return new VmDescription(BEFORE + id, format, kind, metering, BEFORE + baseline, measures, warmUp, title
                + ", before");
    }

    /** The endings of files that it runs, the best first. */
    public List<String> formats() {
        return List.of(format.split(","));
    }

    /** From an adapter's line, {@code vm id=... format=... title=...}; what is left out is as in {@link #of}. */
    public static VmDescription parse(String line) {
        int titleAt = line.indexOf(" title=");
        if (!line.startsWith("vm ") || titleAt < 0) {
            throw new IllegalArgumentException("not the description of a virtual machine: " + line);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (var word : line.substring(3, titleAt).split(" ")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("\"" + word + "\" is no name=value, in: " + line);
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        var id = values.getOrDefault("id", "");
        var kind = Kind.valueOf(values.getOrDefault("kind", "").toUpperCase(java.util.Locale.ROOT));
        var described = of(id, values.getOrDefault("format", ""), kind, line.substring(titleAt + " title=".length()))
                .withMetering(values.getOrDefault("metering", "none"), values.getOrDefault("baseline", id))
                .withWarmUp(Duration.ofMillis(Long.parseLong(
                        values.getOrDefault("warm-up", Long.toString(SHORT_WARM_UP.toMillis())))));
        var measures = values.getOrDefault("measures", "");
        return measures.isEmpty() ? described : described.withMeasures(measures(measures));
    }

    private static Set<Measure> measures(String list) {
        return java.util.Arrays.stream(list.split(","))
                .map(id -> Measure.of(id).orElseThrow(() -> new IllegalArgumentException("no measure \"" + id + "\"")))
                .collect(Collectors.toUnmodifiableSet());
    }
}
