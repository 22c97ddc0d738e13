package dev.paddock.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where code comes from: source lines by position. Read only when asked: a program whose debug sections are malformed
 * still runs.
 *
 * <pre>
 *   ranges:        { u32 begin, u32 end, u32 line program }*   sorted: which function's code is where
 *   line programs: u8 version, { opcode, varint? }*            describe a range region by region
 *   strings:       { varint length, UTF-8 }*                   referred to by offset, 0 means none
 * </pre>
 */
public final class DebugInfo {
    /** What a frame says of its position. */
    public enum Kind {
        ENTER,
        CALL,
        LINE
    }

    /**
     * A function that the code at a position belongs to; by inlining there may be more than one.
     *
     * @param namespace may be empty
     * @param path of the source file, empty if unknown
     * @param line 0 if unknown
     * @param column 0 if unknown
     */
    public record Frame(Kind kind, String namespace, String function, String path, int line, int column) {
        public String fullName() {
            return namespace.isEmpty() ? function : namespace + "::" + function;
        }
    }

    /** The usual limit of {@link #locate(int)}: opcodes of a line program for one region of code. */
    public static final int MAX_OPCODES_PER_REGION = 512;

    static final DebugInfo NONE = new DebugInfo(new byte[0], new byte[0], new byte[0]);

    private static final int RANGE_LENGTH = 12;
    private static final int VERSION = 1;

    private final byte[] strings;
    private final byte[] ranges;
    private final byte[] linePrograms;

    DebugInfo(byte[] strings, byte[] ranges, byte[] linePrograms) {
        this.strings = strings;
        this.ranges = ranges;
        this.linePrograms = linePrograms;
    }

    /** Section 128 as it stands in the container. */
    byte[] strings() {
        return strings;
    }

    /** Section 129. */
    byte[] linePrograms() {
        return linePrograms;
    }

    /** Section 130. */
    byte[] ranges() {
        return ranges;
    }

    public boolean isEmpty() {
        return ranges.length < RANGE_LENGTH || linePrograms.length == 0;
    }

    /** Number of the range that covers a position, or -1. Positions with the same number are one function's. */
    public int rangeOf(int pc) {
        long position = Integer.toUnsignedLong(pc);
        int low = 0;
        int high = ranges.length / RANGE_LENGTH - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (position < begin(middle)) {
                high = middle - 1;
            } else if (position >= end(middle)) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /**
     * The frames of a position, outermost first; empty if nothing is known.
     *
     * @throws MalformedProgramException if what the sections say of it makes no sense
     */
    public List<Frame> locate(int pc) {
        return locate(pc, MAX_OPCODES_PER_REGION);
    }

    /**
     * The functions that the code at a position belongs to, innermost first: the others are those it is inlined into. Empty if
     * nothing is known.
     *
     * @throws MalformedProgramException if what the sections say of it makes no sense
     */
    public List<SourceFrame> stack(int pc) {
        return SourceFrame.of(locate(pc));
    }

    /** Tells of one position after the other in time linear in their number; a new one starts at the beginning. */
    public final class Walk {
        private int range = -1;
        private @Nullable LineProgram program;
        private List<SourceFrame> stack = List.of();

        /** As {@link DebugInfo#stack}, for positions that ascend from call to call. */
        public List<SourceFrame> stack(int pc) {
            int here = isEmpty() ? -1 : rangeOf(pc);
            if (here != range) {
                range = here;
                program = here < 0 ? null : program(here, MAX_OPCODES_PER_REGION);
            }
            var running = program;
            if (running == null) {
                return List.of();
            }
            long position = Integer.toUnsignedLong(pc);
            if (!running.covers(position)) {
                if (!running.runTo(position)) {
                    // At its end: what follows it is another one.
                    program = null;
                    return List.of();
                }
                stack = SourceFrame.of(running.frames(DebugInfo.this));
            }
            return stack;
        }
    }

    /** {@link #locate(int)} with another limit, which deeply inlined code can need. */
    public List<Frame> locate(int pc, int maxOpcodesPerRegion) {
        int range = isEmpty() ? -1 : rangeOf(pc);
        if (range < 0) {
            return List.of();
        }
        var program = program(range, maxOpcodesPerRegion);
        return program.runTo(Integer.toUnsignedLong(pc)) ? program.frames(this) : List.of();
    }

    private LineProgram program(int range, int maxOpcodesPerRegion) {
        if (linePrograms[0] != VERSION) {
            throw new MalformedProgramException("Malformed debug information: line programs of version "
                    + (linePrograms[0] & 0xff) + ", known is " + VERSION);
        }
        long start = field(range, 8);
        if (start > linePrograms.length) {
            throw new MalformedProgramException("Malformed debug information: a line program at " + start + " of "
                    + linePrograms.length + " bytes");
        }
        var cursor = new ByteCursor(linePrograms, "debug line programs", (int) start, linePrograms.length);
        return new LineProgram(cursor, begin(range), maxOpcodesPerRegion);
    }

    private long begin(int range) {
        return field(range, 0);
    }

    private long end(int range) {
        return field(range, 4);
    }

    private long field(int range, int offset) {
        int at = range * RANGE_LENGTH + offset;
        return ranges[at] & 0xff
                | (ranges[at + 1] & 0xff) << 8
                | (ranges[at + 2] & 0xff) << 16
                | (ranges[at + 3] & 0xffL) << 24;
    }

    /** The string at an offset; malformed UTF-8 shows as replacement characters. */
    String string(long offset) {
        if (offset == 0) {
            return "";
        }
        if (offset > strings.length) {
            throw new MalformedProgramException(
                    "Malformed debug information: a string at " + offset + " of " + strings.length + " bytes");
        }
        var cursor = new ByteCursor(strings, "debug strings", (int) offset, strings.length);
        byte[] utf8 = cursor.take(cursor.varint("string length"), "string");
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
