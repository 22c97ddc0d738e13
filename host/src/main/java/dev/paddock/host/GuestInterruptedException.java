package dev.paddock.host;

/** The call was interrupted or cancelled. */
public final class GuestInterruptedException extends GuestException {
    GuestInterruptedException(String message, Outcome.Interrupted outcome) {
        super(message, outcome);
    }
}
