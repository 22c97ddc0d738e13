package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Condition;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Binary;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Location;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills memory with the machine's instruction for it where the program goes byte by byte: a byte costs 1 then, not 3. The
 * loop stays for counts that the instruction has no room for. Only where the registers that the instruction wants are free
 * or hold what it wants anyway.
 */
final class MemsetLoops {
    private static final int A0 = Value.Reg.A0;
    private static final int A1 = A0 + 1;
    private static final int A2 = A0 + 2;

    /** Fewer bytes are stored sooner than the instruction is begun. */
    private static final int FEW = 32;

    private final boolean wide;
    private final Liveness liveness;
    private final BitAnalysis bits;
    private final Map<Block, List<Block>> predecessors = new HashMap<>();
    private final List<Block> out = new ArrayList<>();

    /**
     * A block that stores a byte and goes round.
     *
     * @param pointer register with the address, which goes up by one
     * @param first what is added to it for the first byte
     * @param end register at which the pointer stops, or the one that counts down
     */
    private record Loop(Block block, int pointer, long first, Value value, int end, boolean counts, Block exit, Location at) {
        int mentioned() {
            return 1 << pointer | 1 << end | value.mask();
        }
    }

    private MemsetLoops(Unit unit) {
        wide = unit.wide();
        liveness = Liveness.of(unit);
        bits = BitAnalysis.of(unit);
        for (var block : unit.blocks()) {
            block.end().successors().forEach(next -> predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block));
        }
    }

    static void run(Unit unit) {
        var pass = new MemsetLoops(unit);
        for (var block : unit.blocks()) {
            pass.out.add(block);
            pass.loop(block).ifPresent(pass::replace);
        }
        unit.blocks().clear();
        unit.blocks().addAll(pass.out);
    }

    private Optional<Loop> loop(Block block) {
        if (block.body().size() > 3
                || !(block.end() instanceof End.Branch(var condition, Value a, Value b, Block taken, Block otherwise, _))
                || (taken == block) == (otherwise == block)) {
            return Optional.empty();
        }
        var again = taken == block ? condition : condition.negated();
        if (again != Condition.NOT_EQUAL || !(a instanceof Value.Reg(int left))) {
            return Optional.empty();
        }
        int pointer = -1;
        int counter = -1;
        Store store = null;
        long first = 0;
        for (var instruction : block.body()) {
            if (instruction instanceof Store(var width, Value.Reg _, Value.Const(long offset), _, _) && width.bytes() == 1
                    && store == null) {
                store = (Store) instruction;
                first = offset + (pointer >= 0 ? 1 : 0);
            } else if (isStep(instruction, 1) && pointer < 0) {
                pointer = instruction.destination();
            } else if (isStep(instruction, -1) && counter < 0) {
                counter = instruction.destination();
            } else {
                return Optional.empty();
            }
        }
        if (store == null || pointer < 0 || !(store.base() instanceof Value.Reg(int base)) || base != pointer) {
            return Optional.empty();
        }
        boolean counts = b.equals(Value.ZERO) && left == counter;
        int end = counts ? counter : b instanceof Value.Reg(int right) ? left == pointer ? right : left : -1;
        boolean reads = counts || end >= 0 && counter < 0 && (left == pointer || b.mask() == 1 << pointer);
        if (!reads || end == pointer || (store.value().mask() & (1 << pointer | 1 << end)) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Loop(
                block, pointer, first, store.value(), end, counts, taken == block ? otherwise : taken, store.location()));
    }

    private boolean isStep(Instruction instruction, long by) {
        return instruction instanceof Binary(var op, int d, Value.Reg(int a), Value.Const(long c), _)
                && op == (wide ? BinaryOp.ADD_64 : BinaryOp.ADD_32)
                && d == a
                && c == by;
    }

    private void replace(Loop loop) {
        int wanted = liveness.in(loop.exit());
        int free = Registers.ALL & ~(wanted | loop.mentioned());
        boolean fits = isFor(A0, loop.pointer(), free)
                && (isFor(A1, -1, free) || loop.value().mask() == 1 << A1)
                && (isFor(A2, -1, free) || loop.counts() && loop.end() == A2);
        int spare = free & ~(1 << A2);
        boolean pointerIsLost = loop.counts() && loop.pointer() == A0 && (wanted & 1 << A0) != 0;
        if (!fits || pointerIsLost || spare == 0 || hasFew(loop)) {
            return;
        }
        var copy = copyOf(loop);
        var fill = fill(loop, wanted);
        guard(loop, Integer.numberOfTrailingZeros(spare), fill, copy);
        out.add(fill);
        out.add(copy);
    }

    /** Whether the loop is known to make few rounds, as those do that fill what words leave over. */
    private boolean hasFew(Loop loop) {
        if (!loop.counts()) {
            return false;
        }
        for (var before : predecessors.getOrDefault(loop.block(), List.of())) {
            if (before != loop.block()) {
                var facts = bits.at(before);
                before.body().forEach(facts::apply);
                if (Long.compareUnsigned(facts.of(Value.register(loop.end())).most(), FEW) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isFor(int register, int role, int free) {
        return register == role || (free & 1 << register) != 0;
    }

    /** The loop as it was, under another name. */
    private static Block copyOf(Loop loop) {
        var copy = new Block(loop.block().number());
        copy.body(new ArrayList<>(loop.block().body()));
        copy.end(loop.block().end().withBlocks(block -> block == loop.block() ? copy : block));
        return copy;
    }

    /** Counts, and decides whether the count is of the instruction's kind: not 0, and of 32 bits. */
    private void guard(Loop loop, int spare, Block fill, Block copy) {
        var at = loop.at();
        var body = new ArrayList<Instruction>();
        var count = Value.register(A2);
        if (loop.counts()) {
            body.add(new Move(A2, Value.register(loop.end()), at));
        } else {
            var op = wide ? BinaryOp.SUB_64 : BinaryOp.SUB_32;
            body.add(new Binary(op, A2, Value.register(loop.end()), Value.register(loop.pointer()), at));
        }
        if (wide) {
            body.add(new Binary(BinaryOp.ADD_64, spare, count, Value.of(-1), at));
            body.add(new Binary(BinaryOp.SHIFT_LOGICAL_RIGHT_64, spare, Value.register(spare), Value.of(32), at));
        }
        loop.block().body(body);
        var tested = wide ? Value.register(spare) : count;
        var condition = wide ? Condition.EQUAL : Condition.NOT_EQUAL;
        loop.block().end(new End.Branch(condition, tested, Value.ZERO, fill, copy, loop.block().end().location()));
    }

    private Block fill(Loop loop, int wanted) {
        var at = loop.at();
        var add = wide ? BinaryOp.ADD_64 : BinaryOp.ADD_32;
        var pointer = Value.register(loop.pointer());
        var fill = new Block(loop.block().number());
        var body = fill.body();
        body.add(new Binary(add, A0, pointer, Value.of(loop.first()), at));
        body.add(new Move(A1, loop.value(), at));
        boolean pointerIsWanted = (wanted & pointer.mask()) != 0;
        if (pointerIsWanted && loop.counts()) {
            body.add(new Binary(add, loop.pointer(), pointer, Value.register(A2), at));
        }
        body.add(new Instruction.Memset(at));
        if (pointerIsWanted && !loop.counts()) {
            body.add(new Move(loop.pointer(), Value.register(loop.end()), at));
        }
        if (loop.counts() && loop.end() != A2) {
            body.add(new Move(loop.end(), Value.ZERO, at));
        }
        fill.end(new End.Jump(loop.exit(), loop.block().end().location()));
        return fill;
    }
}
