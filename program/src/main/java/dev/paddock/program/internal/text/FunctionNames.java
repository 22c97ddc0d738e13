package dev.paddock.program.internal.text;

import dev.paddock.program.DebugInfo;

/** Prints which function code belongs to, where that changes. */
final class FunctionNames {
    private static final int NO_RANGE = -1;

    private final DebugInfo debugInfo;
    private int range = NO_RANGE;
    private String name = "";
    private boolean atStart = true;

    FunctionNames(DebugInfo debugInfo) {
        this.debugInfo = debugInfo;
    }

    void print(int pc, StringBuilder out) {
        int here = debugInfo.rangeOf(pc);
        if (here != range) {
            if (!atStart) {
                out.append('\n');
            }
            range = here;
            if (here != NO_RANGE) {
                printName(pc, out);
            }
        }
        atStart = false;
    }

    private void printName(int pc, StringBuilder out) {
        var frames = debugInfo.locate(pc);
        var full = frames.isEmpty() ? "" : frames.getFirst().fullName();
        if (!full.isEmpty() && !full.equals(name)) {
            out.append('<').append(Names.printable(full)).append(">:\n");
            name = full;
        }
    }
}
