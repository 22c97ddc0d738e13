package dev.paddock.cli.internal;

/** One flat JSON object on one line. Field values here are numbers, and words without anything to escape. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine text(String name, String value) {
        return raw(name, '"' + value + '"');
    }

    JsonLine raw(String name, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(name).append("\":").append(json);
        return this;
    }

    String end() {
        return text.append('}').toString();
    }
}
