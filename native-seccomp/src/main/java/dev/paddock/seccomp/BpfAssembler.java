package dev.paddock.seccomp;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a filter with labels for its jumps.
 *
 * {@snippet :
 * var asm = new BpfAssembler();
 * var other = asm.newLabel();
 * asm.load(SeccompData.NUMBER);
 * asm.jumpUnlessEqual(Sys.GETPID, other);
 * asm.ret(SeccompAction.ALLOW);
 * asm.bind(other);
 * asm.ret(SeccompAction.KILL_PROCESS);
 * BpfProgram program = asm.assemble();
 * }
 */
public final class BpfAssembler {

    /** A place in the filter that is bound later. */
    public static final class Label {
        private int position = -1;

        private Label() {}
    }

    /** An instruction; a jump of it may go to labels that are not bound yet. */
    @FunctionalInterface
    private interface Item {
        /** It, now that all labels are bound; {@code next} is the position of the instruction after it. */
        BpfInstruction at(int next);
    }

    private final List<Item> items = new ArrayList<>();

    public Label newLabel() {
        return new Label();
    }

    /** Gives a label its place: the next instruction. */
    public void bind(Label label) {
        if (label.position >= 0) {
            throw new IllegalStateException("The label is bound already");
        }
        label.position = items.size();
    }

    /** A = the word of {@link SeccompData} at this offset. */
    public void load(int offset) {
        plain(new BpfInstruction.Load(offset));
    }

    /** A = A and mask. */
    public void and(int mask) {
        plain(new BpfInstruction.And(mask));
    }

    public void jump(Label target) {
        items.add(next -> new BpfInstruction.Skip(target.position - next));
    }

    public void jumpIfEqual(int value, Label target) {
        jump(BpfInstruction.Test.EQUAL, value, target, next());
    }

    public void jumpUnlessEqual(int value, Label target) {
        jump(BpfInstruction.Test.EQUAL, value, next(), target);
    }

    /** Jumps if A, unsigned, is above a value. */
    public void jumpIfAbove(int value, Label target) {
        jump(BpfInstruction.Test.GREATER, value, target, next());
    }

    /** Jumps if A, unsigned, is below a value. */
    public void jumpIfBelow(int value, Label target) {
        jump(BpfInstruction.Test.GREATER_OR_EQUAL, value, next(), target);
    }

    /** Ends the filter's run. */
    public void ret(SeccompAction action) {
        plain(new BpfInstruction.Return(action.code()));
    }

    /**
     * The finished filter.
     *
     * @throws IllegalArgumentException if a jump is longer than 255 instructions or leads out of the filter
     */
    public BpfProgram assemble() {
        var instructions = new ArrayList<BpfInstruction>(items.size());
        for (var item : items) {
            instructions.add(item.at(instructions.size() + 1));
        }
        return new BpfProgram(instructions);
    }

    private void plain(BpfInstruction instruction) {
        items.add(next -> instruction);
    }

    private void jump(BpfInstruction.Test test, int value, Label ifTrue, Label ifFalse) {
        items.add(next -> new BpfInstruction.Jump(test, value, ifTrue.position - next, ifFalse.position - next));
    }

    /** The label of the instruction after the one that is about to be added. */
    private Label next() {
        var label = new Label();
        label.position = items.size() + 1;
        return label;
    }
}
