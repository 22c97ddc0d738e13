package dev.paddock.seccomp;

/** What became of a child process, as far as its parent can see. */
public sealed interface ChildState {

    /** Nothing happened: it runs, or waits for something. */
    record Running() implements ChildState {}

    /** A signal stopped it (or a debugger did); it can be continued. */
    record Stopped(int signal) implements ChildState {}

    /** It ended by itself. */
    record Exited(int code) implements ChildState {}

    /** A signal ended it. */
    record Killed(int signal) implements ChildState {
        /** A call that its seccomp filter does not allow. */
        public static final int SIGSYS = 31;
    }

    /** Whether it is gone. */
    default boolean isOver() {
        return this instanceof Exited || this instanceof Killed;
    }
}
