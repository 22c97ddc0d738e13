package dev.paddock.linker.internal.debug;

import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.SourceFunction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the three debug sections of a container: strings, line programs, and which code each program is about. */
public final class DebugSections {
    private static final int VERSION = 1;
    private static final int END = 0;
    private static final int NAMESPACE = 5;
    private static final int FUNCTION_NAME = 6;
    private static final int STACK_DEPTH = 10;
    private static final int REGION = 15;

    private final Map<Integer, TreeMap<Long, SourceFunction>> functions = new HashMap<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteArrayOutputStream programs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream ranges = new ByteArrayOutputStream();
    private final Map<String, Integer> stringOffsets = new HashMap<>();

    public DebugSections(List<SourceFunction> named) {
        for (var function : named) {
            functions
                    .computeIfAbsent(function.start().section(), _ -> new TreeMap<>())
                    .putIfAbsent(function.start().offset(), function);
        }
        programs.write(VERSION);
        string("");
    }

    /**
     * Describes code.
     *
     * @param locations where each instruction comes from
     * @param positions where each instruction came to lie
     * @param length of the code
     */
    public void describe(List<Location> locations, int[] positions, int length) {
        int first = 0;
        var current = Optional.<SourceFunction>empty();
        for (int i = 0; i <= locations.size(); i++) {
            var function = i < locations.size() ? functionAt(locations.get(i)) : Optional.<SourceFunction>empty();
            if (i == locations.size() || !function.equals(current)) {
                int end = i < locations.size() ? positions[i] : length;
                if (i > 0 && current.isPresent()) {
                    add(current.get(), positions[first], end);
                }
                first = i;
                current = function;
            }
        }
    }

    private Optional<SourceFunction> functionAt(Location location) {
        return Optional.ofNullable(functions.get(location.section()))
                .map(inSection -> inSection.floorEntry(location.offset()))
                .map(Map.Entry::getValue)
                .filter(function -> function.contains(location));
    }

    private void add(SourceFunction function, int begin, int end) {
        if (begin == end) {
            return;
        }
        u32(ranges, begin);
        u32(ranges, end);
        u32(ranges, programs.size());
        var name = Demangler.demangle(function.name());
        operation(NAMESPACE, string(name.namespace()));
        operation(FUNCTION_NAME, string(name.function()));
        operation(STACK_DEPTH, 1);
        operation(REGION, end - begin);
        programs.write(END);
    }

    private void operation(int code, int argument) {
        programs.write(code);
        varint(programs, argument);
    }

    private int string(String text) {
        return stringOffsets.computeIfAbsent(text, _ -> {
            int offset = strings.size();
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            varint(strings, bytes.length);
            strings.writeBytes(bytes);
            return offset;
        });
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int extra = 0;
        while (extra < Integer.BYTES && Integer.toUnsignedLong(value) >>> 7 * (extra + 1) != 0) {
            extra++;
        }
        out.write(0xff00 >>> extra & 0xff | (int) (Integer.toUnsignedLong(value) >>> 8 * extra));
        for (int i = 0; i < extra; i++) {
            out.write(value >>> 8 * i);
        }
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            out.write(value >>> 8 * i);
        }
    }

    public byte[] strings() {
        return strings.toByteArray();
    }

    public byte[] programs() {
        return programs.toByteArray();
    }

    public byte[] ranges() {
        return ranges.toByteArray();
    }
}
