package dev.paddock.program;

import dev.paddock.program.internal.text.Names;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A function that an instruction belongs to, and where in its source.
 *
 * @param function with its namespace; empty if unknown
 * @param path of the source file; empty if unknown
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 */
public record SourceFrame(String function, String path, int line, int column) {
    /** File, line and column as compilers write them, {@code main.c:12:5}, as far as they are known. */
    public String place() {
        var file = Names.printable(path);
        if (path.isEmpty() || line == 0) {
            return file;
        }
        return file + ":" + Integer.toUnsignedString(line) + (column == 0 ? "" : ":" + Integer.toUnsignedString(column));
    }

    /** {@code check (main.c:12:5)}, without control characters, whatever the program says. */
    @Override
    public String toString() {
        var place = place();
        var name = function.isEmpty() ? "?" : Names.printable(function);
        return place.isEmpty() ? name : name + " (" + place + ")";
    }

    /**
     * The functions that frames of debug information tell of, innermost first. Containers have up to three frames for each: it is
     * called, it is entered, this line of it.
     */
    public static List<SourceFrame> of(List<DebugInfo.Frame> frames) {
        var stack = new ArrayDeque<SourceFrame>();
        boolean called = false;
        for (var frame : frames) {
            var name = frame.fullName();
            switch (frame.kind()) {
                case CALL -> {
                    if (!stack.isEmpty()) {
                        stack.push(stack.pop().at(frame));
                    }
                    stack.push(new SourceFrame(name, "", 0, 0));
                    called = true;
                }
                case ENTER -> {
                    if (called && stack.getFirst().function.equals(name)) {
                        stack.pop();
                    }
                    // The line is that of the declaration: not where the program is.
                    stack.push(new SourceFrame(name, frame.path(), 0, 0));
                    called = false;
                }
                case LINE -> {
                    var top = stack.isEmpty() ? new SourceFrame(name, "", 0, 0) : stack.pop();
                    stack.push(top.at(frame));
                    called = false;
                }
            }
        }
        return List.copyOf(stack);
    }

    private SourceFrame at(DebugInfo.Frame frame) {
        return frame.path().isEmpty() ? this : new SourceFrame(function, frame.path(), frame.line(), frame.column());
    }
}
