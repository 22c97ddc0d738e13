package dev.paddock.interpreter;

/**
 * Leaves the run loop from inside a load or store; what happened is in the fields of {@link PagedMemory}. One immutable
 * instance without a stack trace, so throwing it allocates nothing.
 */
@SuppressWarnings("serial")
final class GuestFault extends RuntimeException {
    static final GuestFault INSTANCE = new GuestFault();

    private GuestFault() {
        super("guest fault", null, false, false);
    }
}
