package dev.paddock.host;

import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import dev.paddock.program.SourceFrame;
import java.util.List;
import java.util.stream.Collectors;

/** Where an instruction comes from. */
final class SourceLines {
    private SourceLines() {}

    /** The functions that it belongs to, innermost first; none where the program does not say. */
    static List<SourceFrame> of(Program program, int pc) {
        try {
            return program.debugInfo().stack(pc);
        } catch (MalformedProgramException e) {
            // A program may run though its debug information is broken.
            return List.of();
        }
    }

    /** For messages: {@code  (inner (a.c:3), inlined into outer (a.c:9))}, or nothing. */
    static String text(List<SourceFrame> frames) {
        return frames.isEmpty()
                ? ""
                : frames.stream().map(SourceFrame::toString).collect(Collectors.joining(", inlined into ", " (", ")"));
    }
}
