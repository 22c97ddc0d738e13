package dev.paddock.linker;

/** The ELF can't be linked; the message names section, symbol and offset, and what was expected. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
