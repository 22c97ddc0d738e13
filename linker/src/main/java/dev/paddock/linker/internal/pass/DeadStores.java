package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Removes stores that nobody sees: to a function's own frame, if it gives the frame back before it looks; and within a
 * block, to what is stored to again before anything is loaded that might lie there.
 */
final class DeadStores {
    /** How many places are remembered; keeps the pass linear. */
    private static final int LIMIT = 32;

    private final Frames frames;
    /** Bytes of the frame that are looked at later, by how far they lie below the stack pointer at the entry. */
    private final Map<Block, BitSet> live = new HashMap<>();

    private DeadStores(Unit unit) {
        frames = Frames.of(unit);
    }

    static void run(Unit unit) {
        unit.blocks().forEach(DeadStores::overwritten);
        var pass = new DeadStores(unit);
        pass.solve(unit);
        unit.blocks().forEach(block -> pass.through(block, true));
    }

    private void solve(Unit unit) {
        var predecessors = new HashMap<Block, List<Block>>();
        var queue = new ArrayDeque<Block>();
        for (var block : unit.blocks()) {
            if (frames.at(block).isPresent()) {
                queue.addFirst(block);
            }
            block.end().successors().forEach(next -> predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block));
        }
        var queued = new HashSet<>(queue);
        while (!queue.isEmpty()) {
            var block = queue.removeFirst();
            queued.remove(block);
            var before = through(block, false);
            if (!before.equals(live.put(block, before))) {
                for (var p : predecessors.getOrDefault(block, List.of())) {
                    if (frames.at(p).isPresent() && queued.add(p)) {
                        queue.add(p);
                    }
                }
            }
        }
    }

    /** What is looked at from the start of a block on; removes what is not looked at, if asked to. */
    private BitSet through(Block block, boolean removes) {
        var body = block.body();
        var depths = depths(block);
        if (depths.length <= body.size()) {
            return all();
        }
        var wanted = atEnd(block, depths[body.size()]);
        var dropped = new BitSet();
        for (int i = body.size() - 1; i >= 0; i--) {
            // What lies below the stack pointer is nobody's.
            wanted.clear((int) Math.min(depths[i], depths[i + 1]) + 1, Frames.LARGEST + 1);
            switch (body.get(i)) {
                case Load(var width, _, Value.Reg(int base), Value.Const(long offset), _) when base == Value.Reg.SP ->
                    own(depths[i], offset, width.bytes())
                            .ifPresent(range -> wanted.set(range.first(), range.last() + 1));
                case Store(var width, Value.Reg(int base), Value.Const(long offset), _, _) when base == Value.Reg.SP -> {
                    var range = own(depths[i], offset, width.bytes());
                    if (range.isPresent()) {
                        if (removes && range.get().isEmptyIn(wanted)) {
                            dropped.set(i);
                        }
                        wanted.clear(range.get().first(), range.get().last() + 1);
                    }
                }
                default -> {}
            }
        }
        drop(block, dropped);
        return wanted;
    }

    private static void drop(Block block, BitSet dropped) {
        if (!dropped.isEmpty()) {
            var body = block.body();
            block.body(new ArrayList<>(IntStream.range(0, body.size())
                    .filter(i -> !dropped.get(i))
                    .mapToObj(body::get)
                    .toList()));
        }
    }

    /** How deep the stack is before each instruction and behind the last, as far as that is known. */
    private long[] depths(Block block) {
        var body = block.body();
        var depths = new long[body.size() + 1];
        var depth = frames.at(block);
        for (int i = 0; i <= body.size(); i++) {
            if (depth.isEmpty()) {
                return Arrays.copyOf(depths, i);
            }
            depths[i] = depth.getAsLong();
            depth = i < body.size() ? Frames.after(body.get(i), depths[i]) : depth;
        }
        return depths;
    }

    private BitSet atEnd(Block block, long depth) {
        var wanted = new BitSet();
        boolean leaves = Frames.isCall(block) || block.end() instanceof End.JumpIndirect;
        if (leaves) {
            // Who comes back here, or jumps on, may look at what there is; a frame that was given back is gone.
            wanted.set(1, (int) depth + 1);
            return wanted;
        }
        for (var next : block.end().successors()) {
            var there = frames.at(next);
            if (there.isEmpty() || there.getAsLong() != depth) {
                wanted.set(1, (int) depth + 1);
            } else {
                wanted.or(live.getOrDefault(next, new BitSet()));
            }
        }
        return wanted;
    }

    private static BitSet all() {
        var bits = new BitSet();
        bits.set(1, Frames.LARGEST + 1);
        return bits;
    }

    /** Bytes by how far they lie below the stack pointer at the entry. */
    private record Range(int first, int last) {
        boolean isEmptyIn(BitSet bits) {
            int next = bits.nextSetBit(first);
            return next < 0 || next > last;
        }
    }

    /** The bytes of an access by way of the stack pointer that lie in the frame, if all of them do. */
    private static Optional<Range> own(long depth, long offset, int bytes) {
        return offset >= 0 && offset + bytes <= depth
                ? Optional.of(new Range((int) (depth - offset) - bytes + 1, (int) (depth - offset)))
                : Optional.empty();
    }

    /** A place in memory that is stored to. */
    private record Place(Value base, Value offset, int bytes) {
        boolean covers(Place other) {
            return base.equals(other.base)
                    && offset instanceof Value.Const(long from)
                    && other.offset instanceof Value.Const(long start)
                    && from <= start
                    && start + other.bytes <= from + bytes;
        }

        boolean mayOverlap(Place other) {
            return !(base.equals(other.base)
                    && offset instanceof Value.Const(long from)
                    && other.offset instanceof Value.Const(long start)
                    && (from + bytes <= start || start + other.bytes <= from));
        }
    }

    private static void overwritten(Block block) {
        var later = new ArrayDeque<Place>();
        var dropped = new BitSet();
        var body = block.body();
        for (int i = body.size() - 1; i >= 0; i--) {
            var instruction = body.get(i);
            switch (instruction) {
                case Load(var width, _, Value base, Value offset, _) -> {
                    var place = new Place(base, offset, width.bytes());
                    later.removeIf(other -> (other.base().mask() & instruction.writes()) != 0 || other.mayOverlap(place));
                }
                case Store(var width, Value base, Value offset, _, _) -> {
                    var place = new Place(base, offset, width.bytes());
                    if (later.stream().anyMatch(other -> other.covers(place))) {
                        dropped.set(i);
                    } else if (later.size() < LIMIT) {
                        later.add(place);
                    }
                }
                case Instruction.HostCall _, Instruction.Memset _, Instruction.Sbrk _ -> later.clear();
                default -> later.removeIf(other -> (other.base().mask() & instruction.writes()) != 0);
            }
        }
        drop(block, dropped);
    }
}
