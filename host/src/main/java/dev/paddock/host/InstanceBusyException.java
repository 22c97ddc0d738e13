package dev.paddock.host;

/** Two threads used one instance at the same time, or an instance was used while an asynchronous call runs. */
public final class InstanceBusyException extends PaddockException {
    public InstanceBusyException(String message) {
        super(message);
    }
}
