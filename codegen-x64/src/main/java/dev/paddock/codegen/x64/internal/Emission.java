package dev.paddock.codegen.x64.internal;

import dev.paddock.codegen.x64.CompilerOptions;
import dev.paddock.program.Code;
import dev.paddock.program.InstructionReader;
import dev.paddock.program.Opcode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the rows of one table share. */
final class Emission {
    private final Encoder out;
    private final BlockTable blocks;
    private final int natural;
    private final Runs runs;
    private final Extensions extensions;
    private final StackPointer stackPointer;
    private int codeLength;
    private int[] oneWayImports = new int[0];
    private @Nullable Ahead ahead;

    private int upperPc;
    private int carryPc;
    private int additionPc;
    private int loop = Ahead.NONE;

    Emission(Encoder out, BlockTable blocks, Runs runs, int natural) {
        this.out = out;
        this.blocks = blocks;
        this.runs = runs;
        this.natural = natural;
        stackPointer = new StackPointer(out);
        extensions = new Extensions(out, stackPointer);
    }

    /** Starts a compilation. */
    void begin(Code code, CompilerOptions options) {
        codeLength = code.length();
        oneWayImports = options.sortedOneWayImports();
        extensions.begin(options.takesAnyState());
        stackPointer.begin(options);
        ahead = new Ahead(code);
        beginBlock();
    }

    /** Nothing is left from earlier. */
    void beginBlock() {
        upperPc = Ahead.NONE;
        carryPc = Ahead.NONE;
        additionPc = Ahead.NONE;
        extensions.forget();
    }

    /** The block is dropped in its middle. */
    void dropBlock() {
        beginBlock();
        stackPointer.dropBlock();
    }

    /** The instruction jumps back to {@code target}, where a block begins. */
    void jumpsBack(int target) {
        loop = target;
    }

    /** Where the block that has ended jumps back to, or {@link Ahead#NONE}; asked once. */
    int takeLoop() {
        int head = loop;
        loop = Ahead.NONE;
        return head;
    }

    // ---- what an instruction has left for a later one of its block

    /** Whether the product {@code r} stands on is to leave its upper half in rcx, for an instruction that follows. */
    boolean upperHalfIsWanted(InstructionReader r) {
        if (upperPc > r.pc()) {
            return false; //    rcx is taken
        }
        upperPc = Objects.requireNonNull(ahead).upperHalfOf(r);
        return upperPc != Ahead.NONE;
    }

    /** Whether rcx holds the upper half that the instruction at {@code pc} wants. */
    boolean upperHalfIsThere(int pc) {
        return pc == upperPc;
    }

    /** Whether rcx holds, before the instruction at {@code pc}, what a later one wants or that one itself. */
    boolean upperHalfIsPending(int pc) {
        return pc <= upperPc;
    }

    /** Whether the next instruction is the carry of the sum that {@code r} stands on: the flags must have it then. */
    boolean carryIsWanted(InstructionReader r) {
        if (r.followingOrdinal() != Opcode.SET_LESS_THAN_UNSIGNED.ordinal()) {
            return false;
        }
        carryPc = Objects.requireNonNull(ahead).carryOf(r);
        return carryPc != Ahead.NONE;
    }

    /** Whether the carry flag is what the comparison {@code r} stands on asks; notes if an addition of it follows. */
    boolean carryIsThere(InstructionReader r) {
        if (r.pc() != carryPc) {
            return false;
        }
        additionPc = Objects.requireNonNull(ahead).additionOf(r);
        return true;
    }

    /** Whether the addition at {@code pc} adds the carry flag. */
    boolean addsCarry(int pc) {
        return pc == additionPc;
    }

    /** Whether the instruction at {@code pc} is done together with the one before it: nothing stops between them. */
    boolean isJoined(int pc) {
        return pc == carryPc | pc == additionPc;
    }

    Extensions extensions() {
        return extensions;
    }

    StackPointer stackPointer() {
        return stackPointer;
    }

    /** Hardware number of a guest register, at present. */
    int hardware(int number) {
        return stackPointer.hardware(number);
    }

    /** An instruction that is complete has accessed the stack. */
    void stackAccessed() {
        if (stackPointer.accessed()) {
            extensions.lent();
        }
    }

    Encoder out() {
        return out;
    }

    BlockTable blocks() {
        return blocks;
    }

    Runs runs() {
        return runs;
    }

    /** Width of guest registers. */
    int natural() {
        return natural;
    }

    /** Bytes of guest code. */
    int codeLength() {
        return codeLength;
    }

    /** Numbers of the host calls that are posted, ascending. */
    int[] oneWayImports() {
        return oneWayImports;
    }
}
