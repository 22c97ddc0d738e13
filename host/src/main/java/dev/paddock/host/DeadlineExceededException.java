package dev.paddock.host;

/** The call took longer than allowed. */
public final class DeadlineExceededException extends GuestException {
    DeadlineExceededException(String message, Outcome.DeadlineExceeded outcome) {
        super(message, outcome);
    }
}
