package dev.paddock.host;

import java.util.Optional;

/** The program panicked: a trap or invalid instruction, a bad jump, or an access outside its memory. */
public final class GuestTrapException extends GuestException {
    private final int pc;
    private final Optional<String> sourceLine;

    GuestTrapException(String message, Outcome.Panic outcome, Optional<String> sourceLine) {
        super(message, outcome);
        this.pc = outcome.pc();
        this.sourceLine = sourceLine;
    }

    /** Byte offset of the instruction that panicked. */
    public int pc() {
        return pc;
    }

    /** Function, file and line of it, where the program carries debug information. */
    public Optional<String> sourceLine() {
        return sourceLine;
    }
}
