package dev.paddock.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs the line program of one range of code: a small machine that builds up a stack of frames and then says how many
 * bytes of code they describe. Without loops, so it ends with its bytes.
 */
final class LineProgram {
    /** Frames beyond these are counted but not kept. */
    private static final int FRAMES = 16;

    private static final int KIND = 0;
    private static final int NAMESPACE = 1;
    private static final int FUNCTION = 2;
    private static final int PATH = 3;
    private static final int LINE = 4;
    private static final int COLUMN = 5;
    private static final int FIELDS = 6;

    private final ByteCursor cursor;
    private final int maxOpcodesPerRegion;
    private final long[][] frames = new long[FRAMES][FIELDS];
    private long stackDepth;
    private long mutationDepth;
    private long regionStart;
    private long regionEnd;
    private long regionDepth;

    LineProgram(ByteCursor cursor, long begin, int maxOpcodesPerRegion) {
        this.cursor = cursor;
        this.maxOpcodesPerRegion = maxOpcodesPerRegion;
        this.regionEnd = begin;
    }

    /** Whether the region that it ran to last covers the position. */
    boolean covers(long position) {
        return position >= regionStart && position < regionEnd;
    }

    /** Runs until a region covers the position; false if the program ends before. */
    boolean runTo(long position) {
        int opcodes = 0;
        while (true) {
            if (++opcodes > maxOpcodesPerRegion) {
                throw cursor.malformed("more than " + maxOpcodesPerRegion + " opcodes for one region");
            }
            int opcode = cursor.u8("opcode");
            if (opcode == 0) {
                return false;
            }
            if (isRegion(opcode)) {
                emit(opcode);
                if (position < regionEnd) {
                    return position >= regionStart;
                }
                opcodes = 0;
            } else {
                mutate(opcode);
            }
        }
    }

    private static boolean isRegion(int opcode) {
        return opcode >= 14 && opcode <= 19;
    }

    private void emit(int opcode) {
        long length = (opcode & 1) == 0 ? 1 : cursor.varint("region length");
        regionStart = regionEnd;
        regionEnd += length;
        regionDepth = stackDepth;
        switch (opcode) {
            case 16, 17 -> stackDepth++;
            case 18, 19 -> stackDepth = Math.max(stackDepth - 1, 0);
            default -> {}
        }
    }

    private void mutate(int opcode) {
        switch (opcode) {
            case 1 -> mutationDepth = cursor.varint("mutation depth");
            case 2 -> set(KIND, DebugInfo.Kind.ENTER.ordinal() + 1);
            case 3 -> set(KIND, DebugInfo.Kind.CALL.ordinal() + 1);
            case 4 -> set(KIND, DebugInfo.Kind.LINE.ordinal() + 1);
            case 5 -> set(NAMESPACE, cursor.varint("namespace"));
            case 6 -> set(FUNCTION, cursor.varint("function name"));
            case 7 -> set(PATH, cursor.varint("path"));
            case 8 -> set(LINE, cursor.varint("line"));
            case 9 -> set(COLUMN, cursor.varint("column"));
            case 10 -> stackDepth = cursor.varint("stack depth");
            case 11 -> advanceLine(1);
            case 12 -> advanceLine(cursor.varint("line"));
            case 13 -> advanceLine(-cursor.varint("line"));
            default -> throw cursor.malformed(cursor.position() - 1, "unknown opcode " + opcode);
        }
    }

    private void set(int field, long value) {
        if (mutationDepth < FRAMES) {
            frames[(int) mutationDepth][field] = value;
        }
    }

    private void advanceLine(long by) {
        if (mutationDepth < FRAMES) {
            long[] frame = frames[(int) mutationDepth];
            frame[LINE] = frame[LINE] + by & 0xffffffffL;
        }
    }

    List<DebugInfo.Frame> frames(DebugInfo info) {
        var found = new ArrayList<DebugInfo.Frame>();
        for (int i = 0; i < Math.min(regionDepth, FRAMES); i++) {
            long[] frame = frames[i];
            found.add(new DebugInfo.Frame(
                    kind(frame[KIND]),
                    info.string(frame[NAMESPACE]),
                    info.string(frame[FUNCTION]),
                    info.string(frame[PATH]),
                    (int) frame[LINE],
                    (int) frame[COLUMN]));
        }
        return found;
    }

    private static DebugInfo.Kind kind(long field) {
        return field == 0 ? DebugInfo.Kind.LINE : DebugInfo.Kind.values()[(int) field - 1];
    }
}
