package dev.paddock.linker.internal.pass;

import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Move;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * Within a block, takes what was stored to memory or loaded from it before from the register that still holds it. Two
 * places are told apart only if they are reached from the same register.
 */
final class SlotForwarding {
    /** How many places are remembered; keeps the pass linear. */
    private static final int LIMIT = 32;

    private final boolean wide;
    private final List<Slot> slots = new ArrayList<>();

    /** A place in memory, and what a load of that width would give. */
    private record Slot(Width width, Value base, long offset, Value content) {
        boolean isAt(Width otherWidth, Value otherBase, long otherOffset) {
            return width == otherWidth && base.equals(otherBase) && offset == otherOffset;
        }

        /** Whether a store of so many bytes may change it. */
        boolean mayOverlap(Value otherBase, long otherOffset, int bytes) {
            return !base.equals(otherBase) || offset < otherOffset + bytes && otherOffset < offset + width.bytes();
        }

        int registers() {
            return base.mask() | content.mask();
        }
    }

    private SlotForwarding(boolean wide) {
        this.wide = wide;
    }

    static void run(Unit unit) {
        unit.blocks().forEach(block -> new SlotForwarding(unit.wide()).run(block));
    }

    private void run(Block block) {
        block.body().replaceAll(this::forward);
    }

    private Instruction forward(Instruction instruction) {
        return switch (instruction) {
            case Load load when load.offset() instanceof Value.Const(long offset) -> load(load, offset);
            case Store store -> store(store);
            case Instruction.HostCall _, Instruction.Memset _ -> {
                slots.clear();
                yield instruction;
            }
            default -> {
                forget(instruction.writes());
                yield instruction;
            }
        };
    }

    private void forget(int registers) {
        slots.removeIf(slot -> (slot.registers() & registers) != 0);
    }

    private Instruction load(Load load, long offset) {
        var known = slots.stream().filter(slot -> slot.isAt(load.width(), load.base(), offset)).findFirst();
        var content = known.map(Slot::content);
        forget(load.writes());
        var d = Value.register(load.d());
        if (content.isPresent()) {
            if (!content.get().equals(d) && !d.isTemporary()) {
                return new Move(load.d(), content.get(), load.location());
            }
            return load;
        }
        if (!load.base().equals(d) && !d.isTemporary()) {
            remember(new Slot(load.width(), load.base(), offset, d));
        }
        return load;
    }

    private Instruction store(Store store) {
        if (!(store.offset() instanceof Value.Const(long offset))) {
            slots.clear();
            return store;
        }
        slots.removeIf(slot -> slot.mayOverlap(store.base(), offset, store.width().bytes()));
        boolean whole = store.width().bytes() == (wide ? 8 : 4);
        if (whole && store.value() instanceof Value.Reg value && !value.isTemporary()) {
            remember(new Slot(wide ? Width.U64 : Width.I32, store.base(), offset, value));
        }
        return store;
    }

    private void remember(Slot slot) {
        if (slots.size() == LIMIT) {
            slots.removeFirst();
        }
        slots.add(slot);
    }
}
