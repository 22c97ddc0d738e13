package dev.paddock.host;

/** The program called a host function by a number that it does not import. */
public final class UnservedHostCallException extends GuestException {
    UnservedHostCallException(String message, Outcome.HostCall outcome) {
        super(message, outcome);
    }
}
