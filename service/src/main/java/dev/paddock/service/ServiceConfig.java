package dev.paddock.service;

import dev.paddock.service.internal.Setting;
import dev.paddock.service.internal.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a service is run with. Immutable; docs/service.md lists every setting.
 *
 * {@snippet :
 * var config = ServiceConfig.defaults().with("listen", "127.0.0.1:0").with("data", folder.toString());
 * }
 */
public final class ServiceConfig {
    private final Map<String, String> values;

    private ServiceConfig(Map<String, String> values) {
        this.values = values;
    }

    public static ServiceConfig defaults() {
        return new ServiceConfig(Map.of());
    }

    /** The same but for one setting. */
    public ServiceConfig with(String name, String value) {
        return withAll(Map.of(name, value));
    }

    /** Settings of a file of {@code name = value} lines. */
    public ServiceConfig withFile(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var settings = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name).strip()));
        return withAll(settings);
    }

    /** Settings of environment variables, such as {@code PADDOCK_LANES}. */
    public ServiceConfig withEnvironment(Map<String, String> environment) {
        var settings = new TreeMap<String, String>();
        for (var setting : Setting.ALL) {
            var value = environment.get(setting.variable());
            if (value != null) {
                settings.put(setting.name(), value);
            }
        }
        return withAll(settings);
    }

    /** @throws IllegalArgumentException for a name there is not, or a value that is none */
    public ServiceConfig withAll(Map<String, String> settings) {
        var merged = new TreeMap<>(values);
        settings.forEach((name, value) -> {
            check(name, value);
            merged.put(name, value);
        });
        return new ServiceConfig(merged);
    }

    private static void check(String name, String value) {
        var setting = Setting.named(name)
                .orElseThrow(() -> new IllegalArgumentException("no setting \"" + name + "\" (docs/service.md has all)"));
        var valid = switch (setting.kind()) {
            case TEXT -> true;
            case NUMBER -> value.matches("[0-9]{1,18}");
            case BYTES -> Units.bytes(value).isPresent();
            case TIME -> Units.time(value).isPresent();
            case SWITCH -> value.equals("on") || value.equals("off");
        };
        if (!valid) {
            throw new IllegalArgumentException(name + " = " + value + ": want a " + setting.kind().label()
                    + ", such as " + setting.fallback());
        }
    }

    public String text(String name) {
        var value = values.get(name);
        return value != null ? value : Setting.named(name).orElseThrow().fallback();
    }

    /** One of a few words. */
    public String choice(String name, String... words) {
        var value = text(name);
        for (var word : words) {
            if (word.equals(value)) {
                return value;
            }
        }
        throw new IllegalArgumentException(name + " = " + value + ": choose from " + String.join(", ", words));
    }

    public long number(String name) {
        return Long.parseLong(text(name));
    }

    public int count(String name) {
        return Math.clamp(number(name), 0, Integer.MAX_VALUE);
    }

    public long bytes(String name) {
        return Units.bytes(text(name)).orElseThrow();
    }

    public Duration time(String name) {
        return Units.time(text(name)).orElseThrow();
    }

    public boolean on(String name) {
        return text(name).equals("on");
    }

    public Path data() {
        return Path.of(text("data"));
    }

    public Path store() {
        return text("store").isEmpty() ? data().resolve("store") : Path.of(text("store"));
    }
}
