package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way round that tests a counter that goes up, once or several times. Each test lets control go on while the counter, or
 * a sum with it, has not reached a bound that stays the same.
 *
 * @param blocks the way, from where it is entered
 * @param counter the register that goes up
 * @param bound a number, or a register that the loop leaves alone
 * @param signed whether it is compared as a number with a sign; both count as one where it is compared for equality only
 * @param step the counter after a round
 * @param tests what is compared with the bound in a round, and at the end of which block
 */
record CountedLoop(
        List<Block> blocks, int counter, Value bound, boolean signed, Sums.Sum step, Map<Integer, Sums.Sum> tests) {
    private static final int MOST_BLOCKS = 12;
    private static final int MOST_SEEN = 40;

    Block head() {
        return blocks.getFirst();
    }

    /** Instructions of a round, with the branches that stay. */
    int size() {
        return blocks.stream().mapToInt(block -> block.body().size() + 1).sum() - tests.size();
    }

    /** Whether a register is added to the counter, which compilers do not know how to count with. */
    boolean hasStride() {
        for (int r = 0; r < Registers.COUNT; r++) {
            if (r != counter && step.of(r) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds the shortest way from a block back to it, if most of those who enter it come to this block. It counts as a loop
     * for each counter and bound, most tests first.
     */
    static List<CountedLoop> at(Block head, Map<Block, List<Block>> predecessors) {
        boolean isLoop = predecessors.getOrDefault(head, List.of()).stream().anyMatch(from -> from.number() >= head.number());
        var blocks = isLoop ? cycle(head) : List.<Block>of();
        if (blocks.isEmpty() || blocks.size() > MOST_BLOCKS) {
            return List.of();
        }
        var inside = new HashSet<>(blocks);
        var entered = blocks.stream()
                .max(Comparator.comparingLong(block -> predecessors.getOrDefault(block, List.of()).stream()
                        .filter(from -> !inside.contains(from))
                        .count()))
                .orElseThrow();
        boolean isEntered = !inside.containsAll(predecessors.getOrDefault(head, List.of()));
        return head == entered && isEntered ? new Analysis(blocks).find() : List.of();
    }

    private static List<Block> cycle(Block head) {
        var from = new HashMap<Block, Block>();
        var queue = new ArrayDeque<Block>();
        queue.add(head);
        while (!queue.isEmpty() && from.size() < MOST_SEEN) {
            var block = queue.remove();
            if (!isPlain(block)) {
                continue;
            }
            for (var next : block.end().successors()) {
                if (next == head) {
                    return path(head, block, from);
                }
                if (next.number() > head.number() && from.putIfAbsent(next, block) == null) {
                    queue.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<Block> path(Block head, Block last, Map<Block, Block> from) {
        var path = new ArrayDeque<Block>();
        for (Block block = last; block != null && block != head; block = from.get(block)) {
            path.addFirst(block);
        }
        path.addFirst(head);
        return List.copyOf(path);
    }

    private static boolean isPlain(Block block) {
        return !Frames.isCall(block)
                && block.body().stream().allMatch(i -> i.isPure() || i instanceof Instruction.Store);
    }

    /** Which successor of a block of the way is the next one. */
    Block next(int index) {
        return blocks.get((index + 1) % blocks.size());
    }

    private record Test(int index, Sums.Sum value, int counter, Value bound, boolean signed) {}

    private static final class Analysis {
        private final List<Block> blocks;
        private final Sums sums = new Sums();
        private final List<Test> tests = new ArrayList<>();

        Analysis(List<Block> blocks) {
            this.blocks = blocks;
        }

        private record Comparison(
                int index, Condition condition, Sums.@Nullable Sum a, Sums.@Nullable Sum b) {}

        List<CountedLoop> find() {
            var comparisons = new ArrayList<Comparison>();
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).body().forEach(sums::apply);
                if (blocks.get(i).end() instanceof End.Branch(var condition, Value a, Value b, Block taken, Block otherwise, _)
                        && taken != otherwise) {
                    boolean goesOn = taken == blocks.get((i + 1) % blocks.size());
                    comparisons.add(new Comparison(i, goesOn ? condition : condition.negated(), sums.of(a), sums.of(b)));
                }
            }
            comparisons.forEach(this::classify);
            return tests.stream()
                    .map(this::loop)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingInt(loop -> -loop.tests().size()))
                    .toList();
        }

        private void classify(Comparison comparison) {
            var a = comparison.a();
            var b = comparison.b();
            if (a == null || b == null) {
                return;
            }
            int index = comparison.index();
            switch (comparison.condition()) {
                case EQUAL -> {}
                case NOT_EQUAL -> {
                    add(index, a, b, false);
                    add(index, b, a, false);
                }
                case LESS_UNSIGNED -> add(index, a, b, false);
                case LESS_SIGNED -> add(index, a, b, true);
                case GREATER_OR_EQUAL_UNSIGNED -> add(index, b, a, false);
                case GREATER_OR_EQUAL_SIGNED -> add(index, b, a, true);
            }
        }

        private void add(int index, Sums.Sum value, Sums.Sum limit, boolean signed) {
            int counter = counter(value);
            if (counter >= 0 && value.isMoreOrSame(counter)) {
                bound(limit).ifPresent(bound -> tests.add(new Test(index, value, counter, bound, signed)));
            }
        }

        private boolean isInvariant(int register) {
            var end = sums.of(Value.register(register));
            return end != null && end.is(register);
        }

        /** The only register of a sum that the loop changes, which must be in it once; else -1. */
        private int counter(Sums.Sum sum) {
            int counter = -1;
            for (int r = 0; r < Registers.COUNT; r++) {
                if (sum.of(r) != 0 && !isInvariant(r)) {
                    if (counter >= 0 || sum.of(r) != 1) {
                        return -1;
                    }
                    counter = r;
                }
            }
            return counter;
        }

        private Optional<Value> bound(Sums.Sum sum) {
            if (sum.isConstant()) {
                return Optional.of(Value.of(sum.constant()));
            }
            for (int r = 0; r < Registers.COUNT; r++) {
                if (sum.is(r) && isInvariant(r)) {
                    return Optional.of(Value.register(r));
                }
            }
            return Optional.empty();
        }

        /** The loop with all tests that are of a kind with this one. */
        private Optional<CountedLoop> loop(Test test) {
            var step = sums.of(Value.register(test.counter()));
            if (step == null || counter(step) != test.counter() || !step.isMore(test.counter())) {
                return Optional.empty();
            }
            var alike = new HashMap<Integer, Sums.Sum>();
            Value bound = test.bound();
            for (var other : tests) {
                boolean isAlike = other.counter() == test.counter()
                        && other.signed() == test.signed()
                        && (other.bound().equals(test.bound()) || other.bound().isConstant() && bound.isConstant());
                if (isAlike) {
                    alike.put(other.index(), other.value());
                    bound = tighter(bound, other.bound(), test.signed());
                }
            }
            return Optional.of(new CountedLoop(blocks, test.counter(), bound, test.signed(), step, Map.copyOf(alike)));
        }

        private static Value tighter(Value a, Value b, boolean signed) {
            if (!(a instanceof Value.Const(long x)) || !(b instanceof Value.Const(long y))) {
                return a;
            }
            int order = signed ? Long.compare(x, y) : Long.compareUnsigned(x, y);
            return order < 0 ? a : b;
        }
    }
}
