package dev.paddock.linker.internal.ir;

import dev.paddock.program.Symbol;

/** A function that the host may call. The block changes when passes move the function's start. */
public final class ExportedFunction {
    private final Symbol symbol;
    private final int inputs;
    private final int outputs;
    private Block block;

    public ExportedFunction(Symbol symbol, int inputs, int outputs, Block block) {
        this.symbol = symbol;
        this.inputs = inputs;
        this.outputs = outputs;
        this.block = block;
    }

    public Symbol symbol() {
        return symbol;
    }

    /** How many argument registers it reads, of a0..a5, t0..t2. */
    public int inputs() {
        return inputs;
    }

    /** How many result registers it writes, of a0, a1. */
    public int outputs() {
        return outputs;
    }

    public Block block() {
        return block;
    }

    public void block(Block newBlock) {
        block = newBlock;
    }
}
