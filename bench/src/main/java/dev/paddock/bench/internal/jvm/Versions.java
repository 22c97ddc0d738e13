package dev.paddock.bench.internal.jvm;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The versions of libraries, for the report. */
final class Versions {
    private static final Pattern JAR = Pattern.compile(".*-(\\d[^/]*)\\.jar");

    private Versions() {}

    /** As the name of the jar says that a class comes from. */
    static String ofJar(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return "unknown";
        }
        try {
            var matcher = JAR.matcher(Path.of(source.getLocation().toURI()).toString());
            return matcher.matches() ? matcher.group(1) : "unknown";
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
