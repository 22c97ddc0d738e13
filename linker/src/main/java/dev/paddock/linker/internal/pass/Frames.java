package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.BinaryOp;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.End;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far below its value at the entry of a function the stack pointer stands where blocks begin, for functions that make
 * no secret of it and let nobody else know: what lies between is a frame that only loads and stores by way of the stack
 * pointer get at. Behind a call nothing is known: the stretch from there on has no frame of its own.
 */
final class Frames {
    /** A larger one is a buffer, whose address is taken anyway. */
    static final int LARGEST = 4096;

    private static final long UNKNOWN = -1;

    private final Map<Block, Long> depths = new HashMap<>();
    private final Map<Block, Block> regions = new HashMap<>();
    private final Set<Block> leaking = new HashSet<>();

    private Frames() {}

    static Frames of(Unit unit) {
        var frames = new Frames();
        var flow = new ControlFlow(unit);
        var entries = new HashSet<Block>();
        for (var block : unit.blocks()) {
            if (flow.isEntry(block)) {
                entries.add(block);
            }
            if (isCall(block)) {
                entries.addAll(block.end().successors());
            }
        }
        frames.solve(unit, entries);
        return frames;
    }

    /** Whether a block leaves an address to come back to. */
    static boolean isCall(Block block) {
        return !(block.end() instanceof End.Branch)
                && block.body().stream().anyMatch(i -> i instanceof Instruction.Move(int d, Value.CodeAddress _, _)
                        && d == Value.Reg.RA);
    }

    private void solve(Unit unit, Set<Block> entries) {
        var queue = new ArrayDeque<Block>();
        for (var entry : entries) {
            depths.put(entry, 0L);
            queue.add(entry);
        }
        while (!queue.isEmpty()) {
            var block = queue.removeFirst();
            long depth = depths.getOrDefault(block, UNKNOWN);
            for (var instruction : block.body()) {
                if (leaks(instruction)) {
                    leaking.add(region(block));
                    depth = UNKNOWN;
                }
                depth = after(instruction, depth).orElse(UNKNOWN);
            }
            if ((block.end().reads() & Registers.SP) != 0) {
                leaking.add(region(block));
            }
            for (var next : block.end().successors()) {
                if (entries.contains(next)) {
                    continue;
                }
                join(block, next);
                var known = depths.get(next);
                if (known == null || known != depth && known != UNKNOWN) {
                    depths.put(next, known == null ? depth : UNKNOWN);
                    queue.add(next);
                }
            }
        }
    }

    /** How deep the stack is behind an instruction; nothing if it is not known or deeper than is of use. */
    static OptionalLong after(Instruction instruction, long depth) {
        if ((instruction.writes() & Registers.SP) == 0) {
            return depth == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(depth);
        }
        return adjustment(instruction)
                .map(by -> depth == UNKNOWN || depth - by < 0 || depth - by > LARGEST
                        ? OptionalLong.empty()
                        : OptionalLong.of(depth - by))
                .orElse(OptionalLong.empty());
    }

    /** What an instruction adds to the stack pointer, if that is all it does. */
    private static Optional<Long> adjustment(Instruction instruction) {
        return instruction instanceof Instruction.Binary(var op, _, Value.Reg(int a), Value.Const(long by), _)
                        && (op == BinaryOp.ADD_64 || op == BinaryOp.ADD_32)
                        && a == Value.Reg.SP
                ? Optional.of(by)
                : Optional.empty();
    }

    /** Whether an instruction makes the stack pointer known, or moves it in a way that can't be followed. */
    private static boolean leaks(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Load load -> load.d() == Value.Reg.SP;
            case Instruction.Store store -> store.value().mask() == Registers.SP;
            case Instruction.HostCall _ -> false;
            default -> ((instruction.reads() | instruction.writes()) & Registers.SP) != 0
                    && !(adjustment(instruction).isPresent() && instruction.destination() == Value.Reg.SP);
        };
    }

    private Block region(Block block) {
        var root = block;
        while (regions.get(root) instanceof Block above) {
            root = above;
        }
        for (Block b = block; b != root; ) {
            var above = regions.put(b, root);
            b = above == null ? root : above;
        }
        return root;
    }

    private void join(Block a, Block b) {
        var rootOfA = region(a);
        var rootOfB = region(b);
        if (rootOfA != rootOfB) {
            regions.put(rootOfA, rootOfB);
            if (leaking.contains(rootOfA)) {
                leaking.add(rootOfB);
            }
        }
    }

    /** How deep the stack is where a block begins, if the frame is nobody else's business. */
    OptionalLong at(Block block) {
        long depth = depths.getOrDefault(block, UNKNOWN);
        return depth == UNKNOWN || leaking.contains(region(block)) ? OptionalLong.empty() : OptionalLong.of(depth);
    }
}
