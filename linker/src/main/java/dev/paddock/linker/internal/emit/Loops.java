package dev.paddock.linker.internal.emit;

import dev.paddock.program.Instruction;
import dev.paddock.program.Instruction.Target;
import dev.paddock.program.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How often code runs, for all we know: a loop more often than what is around it. */
final class Loops {
    /** How many rounds a loop is taken to make; and how deep loops are told apart. */
    private static final int ROUNDS = 8;

    private static final int DEEPEST = 5;
    /** Steps for each block, after which the rest counts as no loop: code may be made to have as many as it likes. */
    private static final int PATIENCE = 20;

    private static final int RA = 0;

    private final List<Instruction> code;
    private final int[] starts;
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] depths;

    private Loops(List<Instruction> code) {
        this.code = code;
        starts = IntStream.range(0, code.size())
                .filter(i -> i == 0 || code.get(i - 1).opcode().endsBlock())
                .toArray();
        depths = new int[starts.length];
        for (int b = 0; b < starts.length; b++) {
            successors.add(new ArrayList<>(2));
            predecessors.add(new ArrayList<>(2));
        }
        for (int b = 0; b < starts.length; b++) {
            connect(b);
        }
        var backwards = backwards();
        long steps = (long) PATIENCE * starts.length;
        for (var loop : backwards.entrySet()) {
            steps = steps > 0 ? steps - deepen(loop.getKey(), loop.getValue()) : 0;
        }
    }

    /** A weight for each instruction; 1 outside of loops. */
    static long[] weights(List<Instruction> code) {
        if (code.isEmpty()) {
            return new long[0];
        }
        var loops = new Loops(code);
        long[] weights = new long[code.size()];
        for (int b = 0; b < loops.starts.length; b++) {
            int end = b + 1 < loops.starts.length ? loops.starts[b + 1] : weights.length;
            Arrays.fill(weights, loops.starts[b], end, (long) Math.pow(ROUNDS, Math.min(loops.depths[b], DEEPEST)));
        }
        return weights;
    }

    private void connect(int block) {
        int end = block + 1 < starts.length ? starts[block + 1] : code.size();
        var last = code.get(end - 1);
        // A call comes back.
        boolean calls = last.opcode() == Opcode.LOAD_IMM_AND_JUMP && last.r1() == RA;
        boolean goesOn = switch (last.opcode()) {
            case TRAP, JUMP, JUMP_INDIRECT -> false;
            case LOAD_IMM_AND_JUMP -> calls;
            case LOAD_IMM_AND_JUMP_INDIRECT -> last.r1() == RA;
            default -> true;
        };
        if (goesOn && block + 1 < starts.length) {
            connect(block, block + 1);
        }
        if (!calls && last.target().isPresent() && last.target().get() instanceof Target.Index(int index)) {
            int target = Arrays.binarySearch(starts, index);
            if (target >= 0) {
                connect(block, target);
            }
        }
    }

    private void connect(int from, int to) {
        successors.get(from).add(to);
        predecessors.get(to).add(from);
    }

    /** Where loops begin, and from where control comes back there: what a walk finds that has not been left yet. */
    private Map<Integer, List<Integer>> backwards() {
        var found = new HashMap<Integer, List<Integer>>();
        var state = new byte[starts.length];
        var next = new int[starts.length];
        var path = new ArrayDeque<Integer>();
        for (int first = 0; first < starts.length; first++) {
            if (state[first] != 0) {
                continue;
            }
            path.push(first);
            state[first] = 1;
            while (!path.isEmpty()) {
                int block = path.element();
                if (next[block] == successors.get(block).size()) {
                    state[block] = 2;
                    path.pop();
                    continue;
                }
                int to = successors.get(block).get(next[block]++);
                if (state[to] == 1) {
                    found.computeIfAbsent(to, _ -> new ArrayList<>()).add(block);
                } else if (state[to] == 0) {
                    state[to] = 1;
                    path.push(to);
                }
            }
        }
        return found;
    }

    /** Counts what leads from the head of a loop back to it; returns how many blocks that are. */
    private int deepen(int head, List<Integer> tails) {
        var body = new HashSet<Integer>();
        body.add(head);
        var queue = new ArrayDeque<Integer>();
        for (int tail : tails) {
            if (body.add(tail)) {
                queue.add(tail);
            }
        }
        while (!queue.isEmpty()) {
            for (int before : predecessors.get(queue.remove())) {
                if (body.add(before)) {
                    queue.add(before);
                }
            }
        }
        body.forEach(block -> depths[block]++);
        return body.size();
    }
}
