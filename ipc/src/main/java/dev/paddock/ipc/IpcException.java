package dev.paddock.ipc;

/** Shared memory could not be had: the environment is broken or a limit is reached. */
public class IpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IpcException(String message) {
        super(message);
    }
}
