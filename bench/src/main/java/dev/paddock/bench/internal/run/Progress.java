package dev.paddock.bench.internal.run;

/** Told what is going on while a run takes its time. */
public interface Progress {
    /** @param done how many guests are behind us */
    void guest(String name, int done, int of);

    void step(String what);

    void failed(Results.Failure failure);

    /** One that nobody listens to. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void guest(String name, int done, int of) {}

            @Override
            public void step(String what) {}

            @Override
            public void failed(Results.Failure failure) {}
        };
    }
}
