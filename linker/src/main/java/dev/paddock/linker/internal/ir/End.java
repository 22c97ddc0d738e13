package dev.paddock.linker.internal.ir;

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

    /** To the block whose address is base + offset. */
    record JumpIndirect(Value base, long offset, Location location) implements End {}

    record Trap(Location location) implements End {}

    Location location();
}
