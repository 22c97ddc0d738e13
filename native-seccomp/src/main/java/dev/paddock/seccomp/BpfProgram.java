package dev.paddock.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A filter as the kernel takes it. It is checked as the kernel checks it: every path ends in a return. */
public record BpfProgram(List<BpfInstruction> instructions) {

    /** The kernel takes no longer ones. */
    public static final int MAX_LENGTH = 4096;

    public BpfProgram {
        instructions = List.copyOf(instructions);
        if (instructions.isEmpty() || instructions.size() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "A filter has 1 to %d instructions, not %d".formatted(MAX_LENGTH, instructions.size()));
        }
        if (!(instructions.getLast() instanceof BpfInstruction.Return)) {
            throw new IllegalArgumentException("A filter ends with a return, not with " + instructions.getLast());
        }
        for (int i = 0; i < instructions.size(); i++) {
            int longest = instructions.get(i).longestJump();
            if (longest < 0 || i + 1 + longest >= instructions.size() && longest > 0) {
                throw new IllegalArgumentException("Instruction %d jumps out of the filter or too far".formatted(i));
            }
        }
    }

    public int length() {
        return instructions.size();
    }

    /** The instructions, 8 bytes each: what {@code sock_fprog.filter} points to. */
    public byte[] bytes() {
        var buffer = ByteBuffer.allocate(length() * BpfInstruction.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        instructions.forEach(instruction -> instruction.encode(buffer));
        return buffer.array();
    }

    /** A listing, one instruction a line. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < instructions.size(); i++) {
            text.append("%4d  %s%n".formatted(i, describe(instructions.get(i), i + 1)));
        }
        return text.toString();
    }

    private static String describe(BpfInstruction instruction, int next) {
        return switch (instruction) {
            case BpfInstruction.Load(int offset) -> "load   [0x%02x]".formatted(offset);
            case BpfInstruction.And(int mask) -> "and    0x%08x".formatted(mask);
            case BpfInstruction.Jump(var test, int value, int ifTrue, int ifFalse) ->
                "%-6s 0x%08x ? %d : %d".formatted(name(test), value, next + ifTrue, next + ifFalse);
            case BpfInstruction.Skip(int count) -> "jump   %d".formatted(next + count);
            case BpfInstruction.Return(int action) -> "return 0x%08x".formatted(action);
        };
    }

    private static String name(BpfInstruction.Test test) {
        return switch (test) {
            case EQUAL -> "equal";
            case GREATER -> "above";
            case GREATER_OR_EQUAL -> "least";
        };
    }
}
