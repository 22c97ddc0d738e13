package dev.paddock.cli.internal;

/** What the command's exit code says. */
final class ExitCode {
    static final int FINISHED = 0;
    /** Vectors: at least one did not pass. */
    static final int FAILED = 1;

    static final int USAGE = 2;
    static final int PANIC = 10;
    static final int OUT_OF_GAS = 11;
    static final int PAGE_FAULT = 12;
    static final int DEADLINE = 13;
    static final int MALFORMED_PROGRAM = 20;
    static final int SANDBOX_UNAVAILABLE = 21;
    static final int WORKER_LOST = 22;
    /** A fault of Paddock's own. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
