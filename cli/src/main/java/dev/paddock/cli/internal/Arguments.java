package dev.paddock.cli.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line taken apart: options by name, and the rest in order. */
final class Arguments {
    private final Map<String, String> options = new HashMap<>();
    private final List<String> positionals = new ArrayList<>();

    private Arguments() {}

    /**
     * Reads {@code --option value}, {@code --option=value}, flags, and the rest as positionals: also whatever starts
     * with a dash and a digit (a negative number), and everything behind {@code --}.
     */
    static Arguments parse(Manual manual, List<String> words) {
        var parsed = new Arguments();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.equals("--")) {
                parsed.positionals.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!isOption(word)) {
                parsed.positionals.add(word);
                continue;
            }
            var equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            var option = manual.option(name).orElseThrow(() -> unknown(manual, name));
            if (!option.takesValue()) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                parsed.options.put(name, "");
            } else if (equals >= 0) {
                parsed.options.put(name, word.substring(equals + 1));
            } else if (++i < words.size()) {
                parsed.options.put(name, words.get(i));
            } else {
                throw new UsageException(name + " needs a value: " + name + " " + option.value());
            }
        }
        return parsed;
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
    }

    private static UsageException unknown(Manual manual, String name) {
        var names = new StringBuilder();
        for (var option : manual.options()) {
            names.append(names.isEmpty() ? "" : ", ").append(option.name());
        }
        return new UsageException("no option " + name + "; there are " + names + ", --help");
    }

    List<String> positionals() {
        return positionals;
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /** A whole number that must not be below {@code least}. */
    Optional<Long> number(String option, long least) {
        var text = options.get(option);
        if (text == null) {
            return Optional.empty();
        }
        var value = Numbers.register(text)
                .orElseThrow(() -> new UsageException(option + " " + text + " is no number: decimal or 0x.., such as 1000000"));
        if (value < least) {
            throw new UsageException(option + " " + text + " is out of range: from " + least + " to " + Long.MAX_VALUE);
        }
        return Optional.of(value);
    }

    Optional<Duration> duration(String option) {
        var text = options.get(option);
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Numbers.duration(text).orElseThrow(() -> new UsageException(
                option + " " + text + " is no time: a number with a unit, such as 2s, 500ms, 100us or 1m")));
    }

    /** One of a few words; the first of them when the option is absent. */
    String choice(String option, List<String> choices) {
        var text = options.getOrDefault(option, choices.getFirst());
        if (!choices.contains(text)) {
            throw new UsageException(option + " " + text + ": choose from " + String.join(", ", choices));
        }
        return text;
    }
}
