package dev.paddock.host;

/** Root of what this API throws. */
public abstract class PaddockException extends RuntimeException {
    protected PaddockException(String message) {
        super(message);
    }

    protected PaddockException(String message, Throwable cause) {
        super(message, cause);
    }
}
