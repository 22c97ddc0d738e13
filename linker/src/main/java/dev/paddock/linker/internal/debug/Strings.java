package dev.paddock.linker.internal.debug;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The strings of debug information, each once. The empty one comes first: offset 0 means none. */
final class Strings {
    private final Bytes bytes = new Bytes();
    private final Map<String, Integer> offsets = new HashMap<>();

    Strings() {
        add("");
    }

    /** Where it is; adds it if it is new. */
    int add(String text) {
        return offsets.computeIfAbsent(text, _ -> {
            int offset = bytes.size();
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes.varint(utf8.length);
            bytes.bytes(utf8);
            return offset;
        });
    }

    byte[] bytes() {
        return bytes.toArray();
    }
}
