package dev.paddock.ipc;

/** The other side of a ring wrote what can't be true. It is not to be talked to again. */
public final class CorruptRingException extends IpcException {
    private static final long serialVersionUID = 1L;

    public CorruptRingException(String message) {
        super(message);
    }
}
