package dev.paddock.worker;

/**
 * A worker died, was stopped, or broke the protocol in the middle of a call. It has been killed and reaped; the call has
 * failed, and nothing else has. The caller takes another worker.
 */
public final class WorkerLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WorkerLostException(String message) {
        super(message);
    }

    public WorkerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
