package dev.paddock.program;

/** One per instruction. */
final class NaiveBlockCost extends BlockCost {
    private int instructions;

    @Override
    public void begin() {
        instructions = 0;
    }

    @Override
    public void add(InstructionReader instruction) {
        instructions++;
    }

    @Override
    public long end() {
        return instructions;
    }
}
