package dev.paddock.program;

import java.util.List;

/** Where code comes from: source lines by position. Read only when asked; a blob's other parts do not depend on it. */
public final class DebugInfo {
    /** What one frame says about the next, inner one. */
    public enum Kind {
        ENTER,
        CALL,
        LINE
    }

    /**
     * A function that the code at a position belongs to, by inlining more than one.
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

    /** The default limit of {@link #locate(int)}: opcodes of a line program for one region of code. */
    public static final int MAX_OPCODES_PER_REGION = 512;

    static final DebugInfo NONE = new DebugInfo(new byte[0], new byte[0], new byte[0]);

    private final byte[] strings;
    private final byte[] ranges;
    private final byte[] linePrograms;

    DebugInfo(byte[] strings, byte[] ranges, byte[] linePrograms) {
        this.strings = strings;
        this.ranges = ranges;
        this.linePrograms = linePrograms;
    }

    public boolean isEmpty() {
        return ranges.length == 0 || linePrograms.length == 0;
    }

    /** Index of the range that covers a position, or -1: positions of one function share one. */
    public int rangeOf(int pc) {
        return -1;
    }

    /**
     * The frames of a position, outermost first; empty if nothing is known.
     *
     * @throws MalformedProgramException if the sections that say so are malformed
     */
    public List<Frame> locate(int pc) {
        return locate(pc, MAX_OPCODES_PER_REGION);
    }

    /** {@link #locate(int)} with another limit, which deeply inlined code can need. */
    public List<Frame> locate(int pc, int maxOpcodesPerRegion) {
        return List.of();
    }
}
