package dev.paddock.bench.internal.run;

/** A process that takes turns. */
interface Contestant extends AutoCloseable {
    /** The machine, and the guest that it has now. */
    Candidate candidate();

    @Override
    void close();
}
