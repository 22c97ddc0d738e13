package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Takes from registers what the function's own frame would give back, over as many blocks as the register keeps it. The
 * frame must be one that nobody else gets at.
 */
final class StackSlots {
    /** How many slots are followed. */
    private static final int LIMIT = 64;

    private final Frames frames;
    private final Width whole;
    private final Map<Block, Map<Long, Value>> atStart = new HashMap<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();
    private final Set<Block> queued = new HashSet<>();

    private StackSlots(Unit unit) {
        frames = Frames.of(unit);
        whole = unit.wide() ? Width.U64 : Width.I32;
    }

    static void run(Unit unit) {
        var pass = new StackSlots(unit);
        for (var block : unit.blocks()) {
            var depth = pass.frames.at(block);
            if (depth.isPresent() && depth.getAsLong() == 0) {
                pass.flow(block, Map.of());
            }
        }
        while (!pass.queue.isEmpty()) {
            var block = pass.queue.removeFirst();
            pass.queued.remove(block);
            var slots = pass.through(block, false);
            block.end().successors().forEach(next -> pass.flow(next, slots));
        }
        unit.blocks().forEach(block -> pass.through(block, true));
    }

    /** Into an entry, nothing flows: it is there from the start with nothing known. */
    private void flow(Block to, Map<Long, Value> slots) {
        if (frames.at(to).isEmpty()) {
            return;
        }
        var former = atStart.get(to);
        boolean changed = former == null;
        if (former == null) {
            atStart.put(to, new HashMap<>(slots));
        } else {
            changed = former.entrySet().removeIf(slot -> !slot.getValue().equals(slots.get(slot.getKey())));
        }
        if (changed && queued.add(to)) {
            queue.add(to);
        }
    }

    /** Slots by their distance below the entry's stack pointer, and what they hold behind a block. */
    private Map<Long, Value> through(Block block, boolean forwards) {
        var slots = new HashMap<>(atStart.getOrDefault(block, Map.of()));
        var depth = frames.at(block);
        var body = block.body();
        for (int i = 0; i < body.size() && depth.isPresent(); i++) {
            var instruction = body.get(i);
            long below = depth.getAsLong();
            var seen = step(instruction, below, slots);
            if (forwards) {
                body.set(i, seen);
            }
            depth = Frames.after(instruction, below);
            if (depth.isPresent() && depth.getAsLong() < below) {
                long now = depth.getAsLong();
                slots.keySet().removeIf(slot -> slot > now);
            }
        }
        if (depth.isEmpty() || Frames.isCall(block)) {
            slots.clear();
        }
        slots.values().removeIf(value -> value instanceof Value.Reg register && register.isTemporary());
        return slots;
    }

    private Instruction step(Instruction instruction, long depth, Map<Long, Value> slots) {
        switch (instruction) {
            case Load(Width width, int d, Value.Reg(int base), Value.Const(long offset), var at)
            when base == Value.Reg.SP && width == whole && isOwn(offset, depth) -> {
                var content = slots.get(depth - offset);
                forget(slots, 1 << d);
                if (content != null) {
                    return new Move(d, content, at);
                }
                remember(slots, depth - offset, Value.register(d));
            }
            case Store(Width width, Value.Reg(int base), Value.Const(long offset), Value value, _)
            when base == Value.Reg.SP -> {
                long slot = depth - offset;
                slots.keySet().removeIf(other -> other - whole.bytes() < slot && slot - width.bytes() < other);
                if (width.bytes() == whole.bytes() && isOwn(offset, depth)) {
                    remember(slots, slot, value);
                }
            }
            default -> forget(slots, instruction.writes());
        }
        return instruction;
    }

    private boolean isOwn(long offset, long depth) {
        return offset >= 0 && offset + whole.bytes() <= depth;
    }

    private static void remember(Map<Long, Value> slots, long slot, Value value) {
        if (slots.size() < LIMIT && value.mask() != Registers.SP) {
            slots.put(slot, value);
        }
    }

    private static void forget(Map<Long, Value> slots, int registers) {
        slots.values().removeIf(value -> (value.mask() & registers) != 0);
    }
}
