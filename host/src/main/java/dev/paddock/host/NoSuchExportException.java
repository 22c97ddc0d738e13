package dev.paddock.host;

/** The program has no export of that name. */
public final class NoSuchExportException extends PaddockException {
    public NoSuchExportException(String message) {
        super(message);
    }
}
