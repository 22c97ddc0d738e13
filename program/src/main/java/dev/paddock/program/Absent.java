package dev.paddock.program;

/** The blank of the instruction table: the instruction set lacks the instruction. */
final class Absent {
    static final int __ = -1;

    private Absent() {}
}
