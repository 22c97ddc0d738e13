package dev.paddock.program;

/** Bytes that are no program, or text that is none: the message says what is wrong, where, and what the limit is. */
public final class MalformedProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    public MalformedProgramException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
