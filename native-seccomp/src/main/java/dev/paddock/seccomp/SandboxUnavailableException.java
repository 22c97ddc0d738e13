package dev.paddock.seccomp;

import java.io.Serial;

/** This system cannot run workers at all. The message says why and what to do. */
public final class SandboxUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String remedy;

    public SandboxUnavailableException(String reason, String remedy) {
        super("Sandbox unavailable: %s. %s".formatted(reason, remedy));
        this.reason = reason;
        this.remedy = remedy;
    }

    /** What is missing, without a full stop. */
    public String reason() {
        return reason;
    }

    /** What to do about it, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
