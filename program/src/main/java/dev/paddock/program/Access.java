package dev.paddock.program;

/** What a guest may do with a region of its memory. */
public enum Access {
    READ_ONLY,
    READ_WRITE
}
