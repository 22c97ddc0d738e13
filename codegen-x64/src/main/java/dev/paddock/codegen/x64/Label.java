package dev.paddock.codegen.x64;

import java.util.Arrays;

/** A place in the code of one {@link Assembler}: bound once, used before or after. */
public final class Label {
    private static final int UNBOUND = -1;

    private int position = UNBOUND;
    private int[] uses = new int[4];
    private int useCount;

    /** Whether {@link Assembler#bind} has fixed the place. */
    public boolean isBound() {
        return position != UNBOUND;
    }

    int position() {
        if (!isBound()) {
            throw new IllegalStateException("label used before it is bound");
        }
        return position;
    }

    /** Remembers a field to fill; the sign bit tells an 8-byte absolute address from a 4-byte relative one. */
    void use(int fieldPosition, boolean absolute) {
        if (useCount == uses.length) {
            uses = Arrays.copyOf(uses, 2 * useCount);
        }
        uses[useCount++] = absolute ? ~fieldPosition : fieldPosition;
    }

    void bindAt(int place) {
        if (isBound()) {
            throw new IllegalStateException("label is bound already, at " + position);
        }
        position = place;
    }

    int useCount() {
        return useCount;
    }

    int use(int index) {
        return uses[index];
    }
}
