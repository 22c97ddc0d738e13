package dev.paddock.linker.internal.debug;

import dev.paddock.program.DebugInfo.Frame;
import dev.paddock.program.DebugInfo.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one line program: from instruction to instruction, what changes of the frames. */
final class LineProgramWriter {
    private static final int END = 0;
    private static final int MUTATION_DEPTH = 1;
    private static final int KIND_ENTER = 2;
    private static final int NAMESPACE = 5;
    private static final int FUNCTION = 6;
    private static final int PATH = 7;
    private static final int LINE = 8;
    private static final int COLUMN = 9;
    private static final int STACK_DEPTH = 10;
    private static final int NEXT_LINE = 11;
    private static final int ADD_LINES = 12;
    private static final int SUBTRACT_LINES = 13;
    private static final int REGION_OF_ONE = 14;
    /** Added to a region's opcode. */
    private static final int ANY_LENGTH = 1;

    private static final int THEN_DEEPER = 2;
    private static final int THEN_LESS_DEEP = 4;

    private final Bytes out;
    private final Strings strings;
    private final List<State> stack = new ArrayList<>();
    private int stackDepth;
    private int mutationDepth;
    /** Bytes of code that the frames as they stand describe, not written yet. */
    private int pending;

    /** A frame as the reader's machine has it. */
    private static final class State {
        private Optional<Kind> kind = Optional.empty();
        private String namespace = "";
        private String function = "";
        private String path = "";
        private int line;
        private int column;
    }

    LineProgramWriter(Bytes out, Strings strings) {
        this.out = out;
        this.strings = strings;
    }

    /**
     * Describes an instruction.
     *
     * @param length bytes of it
     * @param nextDepth how many frames the next instruction has, also if another program describes it; 0 if there is none
     */
    void describe(List<Frame> frames, int length, int nextDepth) {
        depth(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            change(i, stack.get(i), frames.get(i));
        }
        pending += length;
        if (nextDepth == stackDepth + 1) {
            region(THEN_DEEPER);
            depthIs(nextDepth);
        } else if (nextDepth == stackDepth - 1) {
            region(THEN_LESS_DEEP);
            depthIs(nextDepth);
        }
    }

    void finish() {
        flush();
        out.u8(END);
    }

    private void depth(int depth) {
        if (depth != stackDepth) {
            flush();
            operation(STACK_DEPTH, depth);
            depthIs(depth);
        }
    }

    private void depthIs(int depth) {
        stackDepth = depth;
        while (stack.size() < depth) {
            stack.add(new State());
        }
    }

    private void change(int depth, State state, Frame frame) {
        if (!state.kind.equals(Optional.of(frame.kind()))) {
            mutate(depth);
            out.u8(KIND_ENTER + frame.kind().ordinal());
            state.kind = Optional.of(frame.kind());
        }
        if (!state.namespace.equals(frame.namespace())) {
            mutate(depth);
            operation(NAMESPACE, strings.add(frame.namespace()));
            state.namespace = frame.namespace();
        }
        if (!state.function.equals(frame.function())) {
            mutate(depth);
            operation(FUNCTION, strings.add(frame.function()));
            state.function = frame.function();
        }
        if (!state.path.equals(frame.path())) {
            mutate(depth);
            operation(PATH, strings.add(frame.path()));
            state.path = frame.path();
        }
        if (state.line != frame.line()) {
            mutate(depth);
            line(state.line, frame.line());
            state.line = frame.line();
        }
        if (state.column != frame.column()) {
            mutate(depth);
            operation(COLUMN, frame.column());
            state.column = frame.column();
        }
    }

    private void line(int from, int to) {
        // A line that was unknown is no place to count from.
        if (from == 0 || to == 0) {
            operation(LINE, to);
        } else if (to == from + 1) {
            out.u8(NEXT_LINE);
        } else if (to > from) {
            operation(ADD_LINES, to - from);
        } else {
            operation(SUBTRACT_LINES, from - to);
        }
    }

    private void mutate(int depth) {
        flush();
        if (depth != mutationDepth) {
            operation(MUTATION_DEPTH, depth);
            mutationDepth = depth;
        }
    }

    private void flush() {
        if (pending > 0) {
            region(0);
        }
    }

    private void region(int then) {
        if (pending == 1) {
            out.u8(REGION_OF_ONE + then);
        } else {
            operation(REGION_OF_ONE + ANY_LENGTH + then, pending);
        }
        pending = 0;
    }

    private void operation(int code, int argument) {
        out.u8(code);
        out.varint(argument);
    }
}
