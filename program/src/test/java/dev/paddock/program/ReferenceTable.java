package dev.paddock.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of a table under {@code /reference}: inputs of ours, outputs of the reference VM. Cells may be quoted. */
final class ReferenceTable {
    private ReferenceTable() {}

    record Row(Map<String, String> cells) {
        String get(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }

        Isa isa() {
            return Isa.byLabel(get("isa")).orElseThrow();
        }

        byte[] hex(String column) {
            return HexFormat.of().parseHex(get(column));
        }

        /** Of the columns isa, code and bitmask. */
        Code code() {
            return new Code(isa(), hex("code"), hex("bitmask"), new byte[0], 0);
        }

        @Override
        public String toString() {
            return cells.toString();
        }
    }

    static List<Row> read(String name) {
        try (var in = ReferenceTable.class.getResourceAsStream("/reference/" + name)) {
            return parse(new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comma-separated lines, the first one names the columns. */
    static List<Row> parse(String text) {
        var lines = text.lines().toList();
        var columns = cells(lines.getFirst());
        return lines.stream().skip(1).map(line -> row(columns, cells(line))).toList();
    }

    private static Row row(List<String> columns, List<String> cells) {
        var row = new LinkedHashMap<String, String>();
        for (var i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return new Row(row);
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
