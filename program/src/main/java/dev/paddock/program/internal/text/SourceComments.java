package dev.paddock.program.internal.text;

import dev.paddock.program.DebugInfo;
import dev.paddock.program.Disassembler.SourceText;
import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.SourceFrame;
import java.util.List;

/** Prints which line of the source code comes from, where that changes. */
final class SourceComments {
    private final SourceText text;
    private final DebugInfo.Walk walk;
    private List<SourceFrame> last = List.of();

    SourceComments(DebugInfo debugInfo, SourceText text) {
        this.text = text;
        this.walk = debugInfo.new Walk();
    }

    void print(int pc, StringBuilder out) {
        var stack = stack(pc);
        if (stack.isEmpty() || stack.getFirst().path().isEmpty() || isSameLine(stack, last)) {
            return;
        }
        last = stack;
        out.append("      // ");
        for (int i = 0; i < stack.size(); i++) {
            out.append(i == 0 ? "" : " in ").append(stack.get(i));
        }
        out.append('\n');
        var innermost = stack.getFirst();
        text.line(innermost.path(), innermost.line())
                .ifPresent(line -> out.append("      //     ").append(Names.printable(line.strip().replace('\t', ' '))).append('\n'));
    }

    /** Malformed debug information is none. */
    private List<SourceFrame> stack(int pc) {
        try {
            return walk.stack(pc);
        } catch (MalformedProgramException e) {
            return List.of();
        }
    }

    /** Columns change with nearly every instruction. */
    private static boolean isSameLine(List<SourceFrame> a, List<SourceFrame> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            var one = a.get(i);
            var other = b.get(i);
            if (one.line() != other.line() || !one.path().equals(other.path()) || !one.function().equals(other.function())) {
                return false;
            }
        }
        return true;
    }
}
