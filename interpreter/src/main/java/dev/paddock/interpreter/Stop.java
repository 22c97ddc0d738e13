package dev.paddock.interpreter;

/** Why {@link Interpreter#run} came back. Every stop is at an exact instruction boundary. */
public enum Stop {
    /** The program jumped to the halt address. There is no next pc. */
    FINISHED,
    /** A trap; pc is the instruction that trapped. There is no next pc. */
    PANIC,
    /** The next block cannot be paid, or the next byte of a memset; going on retries. */
    OUT_OF_GAS,
    /** Dynamic paging: pc is the instruction that needs the page; going on retries it. */
    PAGE_FAULT,
    /** An ecalli; going on continues behind it. */
    HOST_CALL,
    /** Someone asked, or a single step is done; going on continues as if nothing had happened. */
    INTERRUPTED
}
