package dev.paddock.cli.internal;

/** One JSON object on one line. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    JsonLine text(String name, String value) {
        return raw(name, quoted(value));
    }

    JsonLine raw(String name, String json) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append('"').append(name).append("\":").append(json);
        return this;
    }

    /** A string as JSON has it. */
    static String quoted(String value) {
        var out = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || Character.isSurrogate((char) c)) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    String end() {
        return text.append('}').toString();
    }
}
