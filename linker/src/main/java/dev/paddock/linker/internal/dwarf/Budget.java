package dev.paddock.linker.internal.dwarf;

import dev.paddock.linker.LinkException;

/**
 * Steps that reading may take. Offsets let a few bytes be read many times (a table of abbreviations by each unit, a string by
 * each name): what compilers write needs a few steps a byte, what needs more is refused.
 */
final class Budget {
    private static final long STEPS_PER_BYTE = 64;
    private static final long LEAST = 1 << 20;

    private final long limit;
    private long left;

    Budget(long bytes) {
        limit = STEPS_PER_BYTE * bytes + LEAST;
        left = limit;
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new LinkException("the debug information leads back and forth: more than " + limit
                    + " steps to read it; --strip leaves it out");
        }
    }
}
