package dev.paddock.worker;

/** What the guest may do with a range of its memory. There is no execute: guest memory never holds code. */
public enum Protection {
    NONE(0),
    READ(1),
    READ_WRITE(3);

    private final int bits;

    Protection(int bits) {
        this.bits = bits;
    }

    /** As mmap and mprotect want it. */
    int bits() {
        return bits;
    }
}
