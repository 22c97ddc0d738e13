package dev.paddock.host;

import dev.paddock.program.SourceFrame;
import java.util.List;
import java.util.Optional;

/** The program panicked: a trap or invalid instruction, a bad jump, or an access outside its memory. */
public final class GuestTrapException extends GuestException {
    private final int pc;
    private final transient List<SourceFrame> frames;

    GuestTrapException(String message, Outcome.Panic outcome, List<SourceFrame> frames) {
        super(message, outcome);
        this.pc = outcome.pc();
        this.frames = frames;
    }

    /** Byte offset of the instruction that panicked. */
    public int pc() {
        return pc;
    }

    /**
     * The function that panicked and those that it is inlined into, innermost first; empty where the program carries no debug
     * information. Who called them is not known.
     */
    public List<SourceFrame> frames() {
        return frames;
    }

    /** The innermost of {@link #frames()} as text. */
    public Optional<String> sourceLine() {
        return frames.stream().findFirst().map(SourceFrame::toString);
    }
}
