package dev.paddock.linker.internal.debug;

import dev.paddock.program.DebugInfo.Frame;
import java.util.List;

/**
 * Writes the three debug sections of a container: strings, line programs, and which code each program is about. A program
 * describes instructions one after the other that belong to one function, whatever is inlined into it.
 */
public final class DebugSections {
    private static final int VERSION = 1;

    private final Strings strings = new Strings();
    private final Bytes programs = new Bytes();
    private final Bytes ranges = new Bytes();

    public DebugSections() {
        programs.u8(VERSION);
    }

    /**
     * Describes code.
     *
     * @param frames of each instruction
     * @param positions where each instruction came to lie
     * @param length of the code
     */
    public void describe(List<List<Frame>> frames, int[] positions, int length) {
        // In the order in which they come up, so that strings of functions next to each other are near each other.
        for (var stack : frames) {
            for (var frame : stack) {
                strings.add(frame.namespace());
                strings.add(frame.function());
                strings.add(frame.path());
            }
        }
        int first = 0;
        for (int i = 1; i <= frames.size(); i++) {
            if (i == frames.size() || !isOneFunction(frames.get(first), frames.get(i))) {
                int end = i < frames.size() ? positions[i] : length;
                describe(frames, positions, first, i, end);
                first = i;
            }
        }
    }

    private static boolean isOneFunction(List<Frame> a, List<Frame> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty();
        }
        var outerA = a.getFirst();
        var outerB = b.getFirst();
        return outerA.namespace().equals(outerB.namespace())
                && outerA.function().equals(outerB.function())
                && outerA.path().equals(outerB.path());
    }

    /** Instructions from {@code first} up to {@code behind}, whose code reaches up to {@code end}. */
    private void describe(List<List<Frame>> frames, int[] positions, int first, int behind, int end) {
        if (frames.get(first).isEmpty() || positions[first] == end) {
            return;
        }
        ranges.u32(positions[first]);
        ranges.u32(end);
        ranges.u32(programs.size());
        var program = new LineProgramWriter(programs, strings);
        for (int i = first; i < behind; i++) {
            int next = i + 1 < behind ? positions[i + 1] : end;
            program.describe(frames.get(i), next - positions[i], i + 1 < frames.size() ? frames.get(i + 1).size() : 0);
        }
        program.finish();
    }

    public byte[] strings() {
        return strings.bytes();
    }

    public byte[] programs() {
        return programs.toArray();
    }

    public byte[] ranges() {
        return ranges.toArray();
    }
}
