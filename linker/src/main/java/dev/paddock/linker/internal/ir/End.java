package dev.paddock.linker.internal.ir;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a block ends. A call is a move of the return address into ra and a jump: they become one instruction again when code
 * is emitted.
 */
public sealed interface End {
    /** To one block. Falls through where that block comes next. */
    record Jump(Block to, Location location) implements End {}

    /** To one block or another. */
    record Branch(Condition condition, Value a, Value b, Block taken, Block otherwise, Location location)
            implements End {}

    /** To the block whose address is base. */
    record JumpIndirect(Value base, Location location) implements End {}

    record Trap(Location location) implements End {}

    Location location();

    /** The blocks it names. */
    default List<Block> successors() {
        return switch (this) {
            case Jump(Block to, _) -> List.of(to);
            case Branch(_, _, _, Block taken, Block otherwise, _) -> List.of(taken, otherwise);
            case JumpIndirect _, Trap _ -> List.of();
        };
    }

    /** The registers it reads, a bit each. */
    default int reads() {
        return switch (this) {
            case Branch(_, Value a, Value b, _, _, _) -> a.mask() | b.mask();
            case JumpIndirect(Value base, _) -> base.mask();
            case Jump _, Trap _ -> 0;
        };
    }

    default End withValues(UnaryOperator<Value> change) {
        return switch (this) {
            case Branch(var condition, Value a, Value b, Block taken, Block otherwise, var at) ->
                new Branch(condition, change.apply(a), change.apply(b), taken, otherwise, at);
            case JumpIndirect(Value base, var at) -> new JumpIndirect(change.apply(base), at);
            case Jump _, Trap _ -> this;
        };
    }

    /** The same with every block it names exchanged. */
    default End withBlocks(UnaryOperator<Block> change) {
        return switch (this) {
            case Jump(Block to, var at) -> new Jump(change.apply(to), at);
            case Branch(var condition, Value a, Value b, Block taken, Block otherwise, var at) ->
                new Branch(condition, a, b, change.apply(taken), change.apply(otherwise), at);
            case JumpIndirect _, Trap _ -> this;
        };
    }
}
