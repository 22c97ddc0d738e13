package dev.paddock.cli.internal.vectors;

/** A file that is not a vector, and why not. */
public final class NoVectorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoVectorException(String message) {
        super(message);
    }
}
