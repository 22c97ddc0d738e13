package dev.paddock.cli.internal;

/** A command line that can't be meant: what is wrong with it, and what would be right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
