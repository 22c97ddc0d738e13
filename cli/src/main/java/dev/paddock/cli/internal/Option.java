package dev.paddock.cli.internal;

/**
 * An option of a command.
 *
 * @param name with its dashes, such as {@code --gas}
 * @param value what its value is called in the help; empty: the option is a flag
 * @param help one line or more
 */
record Option(String name, String value, String help) {
    static Option flag(String name, String help) {
        return new Option(name, "", help);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }
}
