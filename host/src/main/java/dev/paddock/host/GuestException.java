package dev.paddock.host;

/** A call ended in another way than by finishing. */
public abstract sealed class GuestException extends PaddockException
        permits GuestTrapException,
                OutOfGasException,
                PageFaultException,
                DeadlineExceededException,
                GuestInterruptedException,
                UnservedHostCallException {
    private final transient Outcome outcome;

    GuestException(String message, Outcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /** What {@link Instance#invoke} would have returned. */
    public Outcome outcome() {
        return outcome;
    }
}
