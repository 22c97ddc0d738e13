package dev.paddock.host;

/**
 * The shapes of host functions that a lambda can have: up to six arguments (registers a0 to a5), each a long. A host
 * function may throw anything: it reaches whoever called the guest, unchanged.
 */
public final class HostFunctions {
    private HostFunctions() {}

    /** Any of them: reads its arguments from, and leaves its results in, the caller's registers. */
    @FunctionalInterface
    public interface Raw {
        void call(Caller caller) throws Exception;
    }

    @FunctionalInterface
    public interface Fn0 {
        long call() throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn0 {
        long call(Caller caller) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction0 {
        void call(Caller caller) throws Exception;
    }

    @FunctionalInterface
    public interface Fn1 {
        long call(long a0) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn1 {
        long call(Caller caller, long a0) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction1 {
        void call(Caller caller, long a0) throws Exception;
    }

    @FunctionalInterface
    public interface Fn2 {
        long call(long a0, long a1) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn2 {
        long call(Caller caller, long a0, long a1) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction2 {
        void call(Caller caller, long a0, long a1) throws Exception;
    }

    @FunctionalInterface
    public interface Fn3 {
        long call(long a0, long a1, long a2) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn3 {
        long call(Caller caller, long a0, long a1, long a2) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction3 {
        void call(Caller caller, long a0, long a1, long a2) throws Exception;
    }

    @FunctionalInterface
    public interface Fn4 {
        long call(long a0, long a1, long a2, long a3) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn4 {
        long call(Caller caller, long a0, long a1, long a2, long a3) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction4 {
        void call(Caller caller, long a0, long a1, long a2, long a3) throws Exception;
    }

    @FunctionalInterface
    public interface Fn5 {
        long call(long a0, long a1, long a2, long a3, long a4) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn5 {
        long call(Caller caller, long a0, long a1, long a2, long a3, long a4) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction5 {
        void call(Caller caller, long a0, long a1, long a2, long a3, long a4) throws Exception;
    }

    @FunctionalInterface
    public interface Fn6 {
        long call(long a0, long a1, long a2, long a3, long a4, long a5) throws Exception;
    }

    @FunctionalInterface
    public interface CallerFn6 {
        long call(Caller caller, long a0, long a1, long a2, long a3, long a4, long a5) throws Exception;
    }

    @FunctionalInterface
    public interface CallerAction6 {
        void call(Caller caller, long a0, long a1, long a2, long a3, long a4, long a5) throws Exception;
    }
}
