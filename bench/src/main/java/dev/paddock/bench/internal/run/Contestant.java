package dev.paddock.bench.internal.run;

/** A process that takes turns. */
interface Contestant extends AutoCloseable {
    /** The machine, and the guest that it has now. */
    Candidate candidate();

    /** Stands still until it is its turn again. */
    void pause();

    /** Is told how long it was busy with something. */
    void spent(double seconds);

    @Override
    void close();
}
