package dev.paddock.linker.internal.ir;

import java.util.ArrayList;
import java.util.List;

/** A basic block: instructions one after the other, then one {@link End}. */
public final class Block {
    private final int number;
    private List<Instruction> body = new ArrayList<>();
    private End end = new End.Trap(Location.NONE);
    private boolean unlikely;

    /** Numbers tell blocks apart and keep the order of the source. */
    public Block(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public List<Instruction> body() {
        return body;
    }

    public void body(List<Instruction> instructions) {
        body = instructions;
    }

    public End end() {
        return end;
    }

    public void end(End newEnd) {
        end = newEnd;
    }

    /** Whether the block is to say, by its first instruction, that control hardly ever gets there. */
    public boolean isUnlikely() {
        return unlikely;
    }

    public void markUnlikely() {
        unlikely = true;
    }

    @Override
    public String toString() {
        return "@" + number;
    }
}
