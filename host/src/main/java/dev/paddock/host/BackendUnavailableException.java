package dev.paddock.host;

/** The backend asked for is not to be had here, or has no workers left. */
public final class BackendUnavailableException extends PaddockException {
    public BackendUnavailableException(String message) {
        super(message);
    }

    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
