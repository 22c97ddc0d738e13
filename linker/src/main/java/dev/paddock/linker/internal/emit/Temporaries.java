package dev.paddock.linker.internal.emit;

import dev.paddock.linker.LinkException;
import dev.paddock.linker.internal.ir.Algebra;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.DataSection;
import dev.paddock.linker.internal.ir.Instruction;
import dev.paddock.linker.internal.ir.Instruction.Load;
import dev.paddock.linker.internal.ir.Instruction.Store;
import dev.paddock.linker.internal.ir.Liveness;
import dev.paddock.linker.internal.ir.Registers;
import dev.paddock.linker.internal.ir.Value;
import dev.paddock.linker.internal.ir.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Gives temporaries registers of the machine that nobody misses meanwhile. Where there is none, the temporary lives in
 * memory, and each instruction that uses it borrows a register.
 */
final class Temporaries {
    private final Liveness liveness;
    private final boolean wide;
    /** Address of the area for what lives in memory: a slot for each register number. */
    private final Supplier<Value> spillArea;

    Temporaries(Liveness liveness, boolean wide, Supplier<Value> spillArea) {
        this.liveness = liveness;
        this.wide = wide;
        this.spillArea = spillArea;
    }

    static DataSection spillSection() {
        return new DataSection(
                "the spill area", DataSection.Kind.ZEROED, new byte[0], (long) Value.Reg.LIMIT * Long.BYTES, Long.BYTES);
    }

    void assign(Block block) {
        if (block.body().stream().noneMatch(i -> hasTemporary(i.reads() | i.writes()))) {
            return;
        }
        int[] busy = liveness.after(block);
        var body = block.body();
        for (int i = 0; i < body.size(); i++) {
            int d = body.get(i).destination();
            // One that reads it too goes on with what was begun before.
            if (d >= Value.Reg.FIRST_TEMPORARY && (body.get(i).reads() & 1 << d) == 0) {
                assign(block, d, i, busy);
            }
        }
        spill(block);
    }

    private static boolean hasTemporary(int registers) {
        return (registers & ~Registers.ALL) != 0;
    }

    /** Gives the temporary written at {@code first} a register up to its last use, if there is one. */
    private void assign(Block block, int temporary, int first, int[] busy) {
        var body = block.body();
        int bit = 1 << temporary;
        int taken = busy[first];
        int last = first;
        while (last < body.size() && (busy[last] & bit) != 0) {
            taken |= busy[last];
            last++;
            if (last < body.size()) {
                // What is written by its last user may be the very same register.
                taken |= (busy[last] & bit) != 0 ? body.get(last).writes() : 0;
            }
        }
        int free = Registers.ALL & ~taken;
        if (free == 0) {
            return;
        }
        int register = Integer.numberOfTrailingZeros(free);
        UnaryOperator<Value> change = value -> value.mask() == bit ? Value.register(register) : value;
        for (int i = first; i <= last && i < body.size(); i++) {
            var instruction = body.get(i);
            boolean writes = (i < last || i == first) && instruction.destination() == temporary;
            instruction = i == first ? instruction : instruction.withValues(change);
            body.set(i, writes ? instruction.withDestination(register) : instruction);
            if (i < last) {
                busy[i] = busy[i] & ~bit | 1 << register;
            }
        }
        if (last == body.size()) {
            block.end(block.end().withValues(change));
        }
    }

    private void spill(Block block) {
        if (hasTemporary(block.end().reads())) {
            throw new LinkException("No register is free for the jump at offset 0x"
                    + Long.toHexString(block.end().location().offset()) + " of section " + block.end().location().section());
        }
        var out = new ArrayList<Instruction>();
        for (var instruction : block.body()) {
            borrow(instruction, out);
        }
        block.body(out);
    }

    private void borrow(Instruction instruction, List<Instruction> out) {
        int temporaries = (instruction.reads() | instruction.writes()) & ~Registers.ALL;
        if (temporaries == 0) {
            out.add(instruction);
            return;
        }
        int temporary = Integer.numberOfTrailingZeros(temporaries);
        int bit = 1 << temporary;
        int lent = Integer.numberOfTrailingZeros(Registers.ALL & ~(instruction.reads() | instruction.writes()));
        var at = instruction.location();
        out.add(new Store(width(), Value.ZERO, slot(lent), Value.register(lent), at));
        if ((instruction.reads() & bit) != 0) {
            out.add(new Load(width(), lent, Value.ZERO, slot(temporary), at));
        }
        var changed = instruction.withValues(value -> value.mask() == bit ? Value.register(lent) : value);
        boolean writes = instruction.destination() == temporary;
        borrow(writes ? changed.withDestination(lent) : changed, out);
        if (writes) {
            out.add(new Store(width(), Value.ZERO, slot(temporary), Value.register(lent), at));
        }
        out.add(new Load(width(), lent, Value.ZERO, slot(lent), at));
    }

    private Width width() {
        return wide ? Width.U64 : Width.I32;
    }

    private Value slot(int number) {
        return Algebra.plus(spillArea.get(), (long) number * Long.BYTES);
    }
}
