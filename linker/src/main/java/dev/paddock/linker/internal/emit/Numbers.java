package dev.paddock.linker.internal.emit;

import dev.paddock.linker.internal.ir.AddressTaken;
import dev.paddock.linker.internal.ir.Block;
import dev.paddock.linker.internal.ir.Unit;
import dev.paddock.linker.internal.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What symbolic values come to, now that memory is laid out and the jump table has an order. */
final class Numbers {
    private final boolean wide;
    private final MemoryLayout layout;
    private final List<Block> table = new ArrayList<>();
    private final Map<Block, Integer> indexes = new HashMap<>();

    Numbers(Unit unit, MemoryLayout layout) {
        this.wide = unit.wide();
        this.layout = layout;
        var taken = AddressTaken.of(unit);
        for (var block : unit.blocks()) {
            if (taken.contains(block)) {
                indexes.put(block, table.size());
                table.add(block);
            }
        }
    }

    /** The blocks of the jump table, in its order. */
    List<Block> jumpTable() {
        return table;
    }

    long codeAddress(Block block) {
        var index = indexes.get(block);
        if (index == null) {
            throw new AssertionError(block + " was dropped, but something refers to it");
        }
        return 2 * (index + 1L);
    }

    /** The same with a number for an address; registers stay. */
    Value resolve(Value value) {
        return switch (value) {
            case Value.Reg _, Value.Const _ -> value;
            case Value.DataAddress _, Value.CodeAddress _, Value.HeapBase _ -> Value.of(extend(number(value)));
        };
    }

    long number(Value value) {
        return switch (value) {
            case Value.Const(long c) -> c;
            case Value.DataAddress(var section, long offset) -> layout.address(section) + offset;
            case Value.CodeAddress(Block block) -> codeAddress(block);
            case Value.HeapBase _ -> layout.heapBase();
            case Value.Reg _ -> throw new IllegalArgumentException(value + " is no number");
        };
    }

    private long extend(long value) {
        return wide ? value : (int) value;
    }
}
