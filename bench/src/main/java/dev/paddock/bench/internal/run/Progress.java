package dev.paddock.bench.internal.run;

/** Told what is going on while a run takes its time. */
public interface Progress {
    /** What the next steps are of: a guest, and how far along that is. */
    void guest(String name);

    void step(String what);

    void failed(Results.Failure failure);

    /** One that nobody listens to. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void guest(String name) {}

            @Override
            public void step(String what) {}

            @Override
            public void failed(Results.Failure failure) {}
        };
    }
}
