package dev.paddock.host.internal;

/** Where a machine delivers one-way calls, on the thread that runs it, while the guest goes on. Must not throw. */
@FunctionalInterface
public interface PostedCallSink {
    void posted(int number, long a0, long a1, long a2, long a3);
}
