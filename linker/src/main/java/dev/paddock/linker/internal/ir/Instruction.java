package dev.paddock.linker.internal.ir;

/** An instruction that control passes through. Destinations are register numbers. */
public sealed interface Instruction {
    /** d = value: a move, a constant, an address. */
    record Move(int d, Value value, Location location) implements Instruction {}

    /** d = op a. */
    record Unary(UnaryOp op, int d, Value a, Location location) implements Instruction {}

    /** d = a op b. */
    record Binary(BinaryOp op, int d, Value a, Value b, Location location) implements Instruction {}

    /** d = value if condition is zero (or is not zero), else d as it was. */
    record Select(int d, boolean ifZero, Value value, Value condition, Location location) implements Instruction {}

    /** d = [base + offset]. */
    record Load(Width width, int d, Value base, long offset, Location location) implements Instruction {}

    /** [base + offset] = value; signedness of the width is of no account. */
    record Store(Width width, Value base, long offset, Value value, Location location) implements Instruction {}

    /** A call of the host: reads the argument registers, writes a0, a1; the other caller-saved ones are lost. */
    record HostCall(ImportedFunction function, Location location) implements Instruction {}

    /** d = sbrk size. */
    record Sbrk(int d, Value size, Location location) implements Instruction {}

    /** memset(a0, a1, a2): changes a0 and a2. */
    record Memset(Location location) implements Instruction {}

    Location location();
}
