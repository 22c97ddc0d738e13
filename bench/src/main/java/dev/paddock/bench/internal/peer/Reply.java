package dev.paddock.bench.internal.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The values of an answer: {@code ok name=value ...}. */
public final class Reply {
    private final String line;
    private final Map<String, String> values;

    private Reply(String line, Map<String, String> values) {
        this.line = line;
        this.values = values;
    }

    /** @throws PeerException when the line is an error, or nothing that the protocol knows */
    static Reply parse(String line) throws PeerException {
        if (line.startsWith("error ")) {
            throw new PeerException(line.substring("error ".length()));
        }
        if (!line.equals("ok") && !line.startsWith("ok ")) {
            throw new PeerException("the adapter answers neither ok nor error: " + abridged(line));
        }
        var values = new HashMap<String, String>();
        // The last value may hold spaces: a version is told as people write it.
        var rest = line.substring(2).strip();
        if (rest.contains("version=")) {
            int at = rest.indexOf("version=");
            values.put("version", rest.substring(at + "version=".length()));
            rest = rest.substring(0, at).strip();
        }
        for (var word : rest.split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (!word.isEmpty()) {
                throw new PeerException("\"" + abridged(word) + "\" is no name=value, in the answer: "
                        + abridged(line));
            }
        }
        return new Reply(line, values);
    }

    public String text(String name) throws PeerException {
        var value = values.get(name);
        if (value == null) {
            throw new PeerException("the answer has no " + name + ": " + abridged(line));
        }
        return value;
    }

    /** A number that can't be negative. */
    public long count(String name) throws PeerException {
        long value = number(name, text(name));
        if (value < 0) {
            throw new PeerException(name + " is negative: " + abridged(line));
        }
        return value;
    }

    /** A number above zero. */
    public long positive(String name) throws PeerException {
        long value = count(name);
        if (value == 0) {
            throw new PeerException(name + " is zero: " + abridged(line));
        }
        return value;
    }

    public OptionalLong optionalCount(String name) throws PeerException {
        return values.containsKey(name) ? OptionalLong.of(count(name)) : OptionalLong.empty();
    }

    /** Any 64 bits, written without sign. */
    public long unsigned(String name) throws PeerException {
        try {
            return Long.parseUnsignedLong(text(name));
        } catch (NumberFormatException e) {
            throw new PeerException(name + " is no unsigned 64-bit number: " + abridged(line));
        }
    }

    private long number(String name, String value) throws PeerException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new PeerException(name + " is no number: " + abridged(line));
        }
    }

    static String abridged(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
