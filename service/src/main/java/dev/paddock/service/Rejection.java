package dev.paddock.service;

/** A request was not taken, and why. Nothing of it was kept. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What to make of it. */
    public enum Kind {
        /** The request can't be meant. */
        MALFORMED("malformed", 400),
        UNAUTHENTICATED("unauthenticated", 401),
        FORBIDDEN("forbidden", 403),
        /** No such code, job or page. */
        NOT_FOUND("not-found", 404),
        /** The request id names another job already. */
        CONFLICT("conflict", 409),
        TOO_LARGE("too-large", 413),
        /** Code that the pre-check refuses. */
        BAD_CODE("bad-code", 422),
        /** This client has as many jobs waiting as it may: come back later. */
        CLIENT_LIMIT("client-limit", 429),
        /** The service has as much as it can hold: come back later. */
        OVERLOADED("overloaded", 503),
        /** The service is stopping: go elsewhere, or come back later. */
        DRAINING("draining", 503),
        /** The store that machines share does not answer: come back later. */
        STORE_UNAVAILABLE("store-unavailable", 503),
        /** There is no space to write it down. */
        DISK_FULL("disk-full", 507),
        /** The host failed. */
        FAILED("failed", 500);

        private final String label;
        private final int status;

        Kind(String label, int status) {
            this.label = label;
            this.status = status;
        }

        public String label() {
            return label;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }

        /** Whether the same request may be taken later. */
        public boolean passes() {
            return this == CLIENT_LIMIT || this == OVERLOADED || this == DRAINING || this == DISK_FULL
                    || this == STORE_UNAVAILABLE;
        }
    }

    private final Kind kind;

    public Rejection(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public String getMessage() {
        var message = super.getMessage();
        return message == null ? kind.label() : message;
    }
}
