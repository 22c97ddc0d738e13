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
    private sealed interface Item {
        record Plain(BpfInstruction instruction) implements Item {}

        record Goto(Label target) implements Item {}

        record Jump(BpfInstruction.Test test, int value, Label ifTrue, Label ifFalse) implements Item {}
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
        items.add(new Item.Goto(target));
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
            int next = instructions.size() + 1;
            instructions.add(
                    switch (item) {
                        case Item.Plain(var instruction) -> instruction;
                        case Item.Goto(var target) -> new BpfInstruction.Skip(target.position - next);
                        case Item.Jump(var test, int value, var ifTrue, var ifFalse) ->
                            new BpfInstruction.Jump(test, value, ifTrue.position - next, ifFalse.position - next);
                    });
        }
        return new BpfProgram(instructions);
    }

    private void plain(BpfInstruction instruction) {
        items.add(new Item.Plain(instruction));
    }

    private void jump(BpfInstruction.Test test, int value, Label ifTrue, Label ifFalse) {
        items.add(new Item.Jump(test, value, ifTrue, ifFalse));
    }

    /** The label of the instruction after the one that is about to be added. */
    private Label next() {
        var label = new Label();
        label.position = items.size() + 1;
        return label;
    }
}
