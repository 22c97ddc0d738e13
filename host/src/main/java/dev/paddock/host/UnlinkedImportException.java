package dev.paddock.host;

/** The program imports a function that the host did not define. */
public final class UnlinkedImportException extends PaddockException {
    public UnlinkedImportException(String message) {
        super(message);
    }
}
