package dev.paddock.host;

/** The host touched guest memory that is not mapped, or wrote where writing is not allowed. */
public final class MemoryAccessException extends PaddockException {
    public MemoryAccessException(String message) {
        super(message);
    }
}
