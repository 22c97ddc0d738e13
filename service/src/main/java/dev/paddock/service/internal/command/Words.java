package dev.paddock.service.internal.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A command line taken apart: {@code --option value}, {@code --option=value}, flags, and the rest in order. */
final class Words {
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();

    /** A line that can't be meant. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /**
     * @param options those that take a value
     * @param flags those that don't
     */
    static Words parse(List<String> words, Predicate<String> options, Predicate<String> flags) {
        var parsed = new Words();
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (!word.startsWith("--")) {
                parsed.rest.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            var name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            if (flags.test(name) && equals < 0) {
                parsed.options.put(name, "");
            } else if (!options.test(name)) {
                throw new UsageException("no option --" + name);
            } else if (equals >= 0) {
                parsed.options.put(name, word.substring(equals + 1));
            } else if (++i < words.size()) {
                parsed.options.put(name, words.get(i));
            } else {
                throw new UsageException("--" + name + " needs a value");
            }
        }
        return parsed;
    }

    Map<String, String> options() {
        return options;
    }

    List<String> rest() {
        return rest;
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String required(String name) {
        return value(name).orElseThrow(() -> new UsageException("--" + name + " is wanted"));
    }

    long number(String name, long fallback) {
        var text = value(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Long.parseLong(text.get().replace("_", ""));
        } catch (NumberFormatException e) {
            throw new UsageException("--" + name + " " + text.get() + " is no number");
        }
    }
}
