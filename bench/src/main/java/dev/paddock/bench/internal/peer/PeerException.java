package dev.paddock.bench.internal.peer;

/** A request to an adapter that did not get its answer. */
public final class PeerException extends Exception {
    private static final long serialVersionUID = 1;

    /** How the message of an adapter begins whose machine lacks what the program needs. */
    private static final String UNSUPPORTED = "unsupported: ";

    public PeerException(String message) {
        super(message);
    }

    /** Whether the machine said that it can't run such a program: then it is missing, and has not failed. */
    public boolean unsupported() {
        return String.valueOf(getMessage()).startsWith(UNSUPPORTED);
    }
}
