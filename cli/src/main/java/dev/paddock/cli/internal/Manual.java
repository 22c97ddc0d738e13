package dev.paddock.cli.internal;

import java.util.List;
import java.util.Optional;

/**
 * What a command is called, takes and does. The parser works from it and the help prints it.
 *
 * @param arguments the arguments as the synopsis shows them
 * @param summary one line
 * @param details further text under the synopsis, indented by two blanks
 */
record Manual(String name, String arguments, String summary, String details, List<Option> options) {
    private static final int HELP_COLUMN = 24;

    Optional<Option> option(String name) {
        for (var option : options) {
            if (option.name().equals(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    String help() {
        var text = new StringBuilder();
        text.append("Usage: paddock ").append(name).append(' ').append(arguments);
        if (!options.isEmpty()) {
            text.append(" [OPTION...]");
        }
        text.append("\n\n").append(summary).append("\n\n");
        if (!details.isEmpty()) {
            text.append(details.strip().indent(2)).append('\n');
        }
        text.append("Options:\n");
        for (var option : options) {
            entry(text, (option.name() + " " + option.value()).strip(), option.help());
        }
        entry(text, "--help", "print this");
        return text.toString();
    }

    private static void entry(StringBuilder text, String left, String help) {
        var lines = help.strip().split("\n");
        text.append("  ").append(left);
        var gap = HELP_COLUMN - 2 - left.length();
        if (gap < 2) {
            text.append('\n').append(" ".repeat(HELP_COLUMN));
        } else {
            text.append(" ".repeat(gap));
        }
        text.append(lines[0]).append('\n');
        for (var i = 1; i < lines.length; i++) {
            text.append(" ".repeat(HELP_COLUMN)).append(lines[i]).append('\n');
        }
    }
}
