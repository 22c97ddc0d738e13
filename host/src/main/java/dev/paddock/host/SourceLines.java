package dev.paddock.host;

import dev.paddock.program.MalformedProgramException;
import dev.paddock.program.Program;
import java.util.Optional;

/** Where an instruction comes from, as text for messages. */
final class SourceLines {
    private SourceLines() {}

    /** Function, file and line of the innermost frame; empty where the program does not say. */
    static Optional<String> of(Program program, int pc) {
        try {
            var frames = program.debugInfo().locate(pc);
            if (frames.isEmpty()) {
                return Optional.empty();
            }
            var frame = frames.getLast();
            var place = frame.path().isEmpty() ? "" : " at " + frame.path() + (frame.line() > 0 ? ":" + frame.line() : "");
            return Optional.of(frame.fullName() + place);
        } catch (MalformedProgramException e) {
            // A program may run though its debug information is broken.
            return Optional.empty();
        }
    }
}
