package dev.paddock.host;

/** The engine (or module, or instance) was closed, before or while a call ran. */
public final class EngineClosedException extends PaddockException {
    public EngineClosedException(String message) {
        super(message);
    }
}
