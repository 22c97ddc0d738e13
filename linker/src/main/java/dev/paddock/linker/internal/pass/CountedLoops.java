package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tests the counter of a small loop once for several rounds. A copy of the loop makes that many rounds without asking;
 * control gets there only while the last of them is certain to begin, and to the loop as it was for what is left. Which
 * memory is accessed, and in which order, stays as it is.
 */
final class CountedLoops {
    /** Instructions that the copy may have, and rounds that it makes at most. */
    private static final int SIZE = 64;

    private static final int ROUNDS = 8;
    /** Fewer tests saved are not worth the one that is made instead. */
    private static final int WORTH = 3;

    /** So many times the rounds of the copy a loop should make. */
    private static final int MANY = 4;

    /** Registers are small below 2 to this; then so many of them, so many times, and a number add up without overflow. */
    private static final int SMALL = 56;

    private static final int OTHERS = 2;
    private static final int MOST = 32;
    private static final long FARTHEST = 1 << 16;

    private final Unit unit;
    private final Liveness liveness;
    private final BitAnalysis bits;
    private final Map<Block, List<Block>> predecessors = new HashMap<>();
    /** Blocks of loops that have copies, and of the copies, with what begins the loop. */
    private final Map<Block, Block> loops = new HashMap<>();
    /** Where to go instead of to the beginning of a loop. */
    private final Map<Block, Block> guards = new HashMap<>();

    private CountedLoops(Unit unit) {
        this.unit = unit;
        liveness = Liveness.of(unit);
        bits = BitAnalysis.of(unit);
        for (var block : unit.blocks()) {
            block.end().successors().forEach(next -> predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block));
        }
    }

    static void run(Unit unit) {
        if (unit.wide()) {
            new CountedLoops(unit).run();
        }
    }

    private void run() {
        var before = new HashMap<Block, List<Block>>();
        for (var block : unit.blocks()) {
            for (var loop : CountedLoop.at(block, predecessors)) {
                if (loop.blocks().stream().noneMatch(loops::containsKey)) {
                    before.put(block, copy(loop));
                }
            }
        }
        var out = new ArrayList<Block>();
        for (var block : unit.blocks()) {
            out.addAll(before.getOrDefault(block, List.of()));
            out.add(block);
        }
        for (var block : out) {
            block.end(block.end().withBlocks(to -> guards.containsKey(to) && loops.get(block) != to ? guards.get(to) : to));
        }
        unit.blocks().clear();
        unit.blocks().addAll(out);
    }

    /** Makes the copy and the way into it; returns them, or nothing if they are not worth it or can't be. */
    private List<Block> copy(CountedLoop loop) {
        int rounds = loop.tests().size() > WORTH ? 1 : Math.min(ROUNDS, SIZE / loop.size());
        if (rounds * loop.tests().size() <= WORTH || loop.size() > SIZE) {
            return List.of();
        }
        var guard = guard(loop, rounds);
        if (guard.isEmpty()) {
            return List.of();
        }
        var fast = fast(loop, rounds);
        var added = new ArrayList<>(enter(loop, guard.get(), fast.getFirst()));
        guards.put(loop.head(), added.getFirst());
        guard.get().append(fast.getLast(), fast.getFirst(), loop.head());
        added.addAll(fast);
        loop.blocks().forEach(block -> loops.put(block, loop.head()));
        added.forEach(block -> loops.put(block, loop.head()));
        return added;
    }

    /** The rounds without the tests. The last block has no end yet. */
    private static List<Block> fast(CountedLoop loop, int rounds) {
        var fast = new ArrayList<Block>();
        fast.add(new Block(loop.head().number()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < loop.blocks().size(); i++) {
                var block = loop.blocks().get(i);
                fast.getLast().body().addAll(block.body());
                if (block.end() instanceof End.Branch && !loop.tests().containsKey(i)) {
                    var next = new Block(block.number());
                    var following = loop.next(i);
                    fast.getLast().end(block.end().withBlocks(to -> to == following ? next : to));
                    fast.add(next);
                }
            }
        }
        return fast;
    }

    /** What decides whether the rounds may be made without tests. */
    private record Guard(
            List<Instruction> body, Condition condition, Value a, Value b, Location at, List<Value.Reg> small, int spare) {
        void append(Block block, Block yes, Block no) {
            block.body().addAll(body);
            block.end(new End.Branch(condition, a, b, yes, no, at));
        }
    }

    private Optional<Guard> guard(CountedLoop loop, int rounds) {
        if (!isLittle(loop.step()) || !loop.tests().values().stream().allMatch(CountedLoops::isLittle)) {
            return Optional.empty();
        }
        var factors = new long[Registers.COUNT];
        long constant = 0;
        for (var test : loop.tests().values()) {
            for (int r = 0; r < Registers.COUNT; r++) {
                factors[r] = Math.max(factors[r], r == loop.counter() ? 1 : test.of(r) + (rounds - 1) * loop.step().of(r));
            }
            constant = Math.max(constant, test.constant() + (rounds - 1) * loop.step().constant());
        }
        boolean isPlain = !loop.hasStride() && Arrays.stream(factors).sum() == 1;
        return isPlain ? plain(loop, rounds, constant) : general(loop, rounds, factors, constant);
    }

    /** Whether a few times the sum can't overflow where registers are small. Its factors are not negative. */
    private static boolean isLittle(Sums.Sum sum) {
        return sum.constant() <= FARTHEST
                && IntStream.range(0, Registers.COUNT).allMatch(register -> sum.of(register) <= MOST);
    }

    /**
     * A counter that numbers are added to, and a bound that is a number: one comparison with another number. Pays in loops
     * that make many rounds if they begin near zero; of others nothing is known.
     */
    private static Optional<Guard> plain(CountedLoop loop, int rounds, long distance) {
        if (!(loop.bound() instanceof Value.Const(long bound))) {
            return Optional.empty();
        }
        long limit = bound - distance;
        boolean hasMany = limit > 0 && limit < bound && limit == (int) limit && limit / loop.step().constant() >= MANY * rounds;
        if (!hasMany) {
            return Optional.empty();
        }
        var condition = loop.signed() ? Condition.LESS_SIGNED : Condition.LESS_UNSIGNED;
        var at = loop.head().end().location();
        return Optional.of(
                new Guard(List.of(), condition, Value.register(loop.counter()), Value.of(limit), at, List.of(), -1));
    }

    /**
     * The largest of the sums that are compared is below the bound: then all are. Nothing overflows as long as all
     * registers in it are below 2^56 at first, as the counter stays below the bound.
     */
    private Optional<Guard> general(CountedLoop loop, int rounds, long[] factors, long constant) {
        int free = Registers.ALL & ~Registers.RA & ~liveness.in(loop.head());
        if (free == 0 || loop.bound() instanceof Value.Const(long c) && c >>> SMALL != 0) {
            return Optional.empty();
        }
        int spare = Integer.numberOfTrailingZeros(free);
        var sum = Value.register(spare);
        var at = loop.head().end().location();
        var small = new ArrayList<Value.Reg>();
        small.add(Value.register(loop.counter()));
        if (loop.bound() instanceof Value.Reg register) {
            small.add(register);
        }
        var body = new ArrayList<Instruction>();
        var terms = new ArrayList<Value>();
        int others = 0;
        for (int r = 0; r < Registers.COUNT; r++) {
            long after = rounds * loop.step().of(r);
            if (r == loop.counter() || factors[r] == 0 && after == 0) {
                continue;
            }
            boolean isScaled = factors[r] > 1;
            if (++others > OTHERS || factors[r] > MOST || after > MOST || isScaled && !body.isEmpty()) {
                return Optional.empty();
            }
            small.add(Value.register(r));
            if (isScaled) {
                body.add(new Binary(BinaryOp.MUL_64, spare, Value.register(r), Value.of(factors[r]), at));
            } else if (factors[r] == 1) {
                terms.add(Value.register(r));
            }
        }
        var counter = Value.register(loop.counter());
        boolean isMultiplied = !body.isEmpty();
        body.add(new Binary(BinaryOp.ADD_64, spare, counter, !isMultiplied ? Value.of(constant) : sum, at));
        terms.forEach(term -> body.add(new Binary(BinaryOp.ADD_64, spare, sum, term, at)));
        if (constant != 0 && isMultiplied) {
            body.add(new Binary(BinaryOp.ADD_64, spare, sum, Value.of(constant), at));
        }
        return Optional.of(new Guard(body, Condition.LESS_UNSIGNED, sum, loop.bound(), at, small, spare));
    }

    /** The way into the copy: a test that what is added up is small, where that is not known, and the guard. */
    private List<Block> enter(CountedLoop loop, Guard guard, Block fast) {
        var test = new Block(loop.head().number());
        guard.append(test, fast, loop.head());
        var unknown = guard.small().stream()
                .filter(register -> most(loop, register.number()) >>> SMALL != 0)
                .toList();
        if (unknown.isEmpty()) {
            return List.of(test);
        }
        var first = new Block(loop.head().number());
        var all = Value.register(guard.spare());
        Value former = unknown.getFirst();
        for (var register : unknown.subList(1, unknown.size())) {
            first.body().add(new Binary(BinaryOp.OR, guard.spare(), former, register, guard.at()));
            former = all;
        }
        first.body().add(new Binary(BinaryOp.SHIFT_LOGICAL_RIGHT_64, guard.spare(), former, Value.of(SMALL), guard.at()));
        first.end(new End.Branch(Condition.EQUAL, all, Value.ZERO, test, loop.head(), guard.at()));
        return List.of(first, test);
    }

    /** The largest number that a register may hold where a loop is entered. */
    private long most(CountedLoop loop, int register) {
        long most = 0;
        for (var before : predecessors.getOrDefault(loop.head(), List.of())) {
            if (!loop.blocks().contains(before)) {
                var facts = bits.at(before);
                before.body().forEach(facts::apply);
                long now = facts.of(Value.register(register)).most();
                most = Long.compareUnsigned(now, most) > 0 ? now : most;
            }
        }
        return most;
    }
}
