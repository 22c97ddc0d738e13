package dev.paddock.bench.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text; the first column is the row's name, all others are numbers.
 *
 * @param note a sentence or two under the title; may be empty
 */
public record Table(String title, String note, List<String> header, List<List<String>> rows) {
    /** What stands where there is no number. */
    static final String NOTHING = "-";

    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells under " + header.size()
                        + " titles");
            }
        }
    }

    /** Whether there is any number in it. */
    boolean hasNumbers() {
        return rows.stream().anyMatch(row -> row.stream().skip(1).anyMatch(cell -> !cell.equals(NOTHING)));
    }

    /** For a terminal: aligned by spaces. */
    String text() {
        var widths = new int[header.size()];
        var all = new ArrayList<List<String>>(rows);
        all.addFirst(header);
        for (var row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder(title).append('\n');
        if (!note.isEmpty()) {
            text.append(note).append('\n');
        }
        for (var row : all) {
            text.append("  ");
            for (int i = 0; i < widths.length; i++) {
                var space = " ".repeat(widths[i] - row.get(i).length());
                text.append(i == 0 ? row.get(i) + space : "  " + space + row.get(i));
            }
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** For a page. */
    String markdown() {
        var text = new StringBuilder("### ").append(title).append("\n\n");
        if (!note.isEmpty()) {
            text.append(note).append("\n\n");
        }
        line(text, header);
        text.append("|---|").append("--:|".repeat(header.size() - 1)).append('\n');
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> row) {
        text.append('|');
        row.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }
}
