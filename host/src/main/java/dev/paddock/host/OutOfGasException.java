package dev.paddock.host;

/** The gas did not suffice. */
public final class OutOfGasException extends GuestException {
    OutOfGasException(String message, Outcome.OutOfGas outcome) {
        super(message, outcome);
    }
}
