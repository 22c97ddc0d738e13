package dev.paddock.linker.internal.ir;

import java.util.function.UnaryOperator;

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

    /** d = [base + offset], of which the low 32 bits count. The offset is a number or an address, never a register. */
    record Load(Width width, int d, Value base, Value offset, Location location) implements Instruction {}

    /** [base + offset] = value; signedness of the width is of no account. The offset is as with loads. */
    record Store(Width width, Value base, Value offset, Value value, Location location) implements Instruction {}

    /** A call of the host: reads the argument registers, writes a0, a1; the other caller-saved ones are lost. */
    record HostCall(ImportedFunction function, Location location) implements Instruction {}

    /** d = sbrk size. */
    record Sbrk(int d, Value size, Location location) implements Instruction {}

    /** memset(a0, a1, a2): changes a0 and a2. */
    record Memset(Location location) implements Instruction {}

    Location location();

    /** The register it writes and whose former value is of no account to it otherwise, or -1. */
    default int destination() {
        return switch (this) {
            case Move(int d, _, _) -> d;
            case Unary(_, int d, _, _) -> d;
            case Binary(_, int d, _, _, _) -> d;
            case Select(int d, _, _, _, _) -> d;
            case Load(_, int d, _, _, _) -> d;
            case Sbrk(int d, _, _) -> d;
            case Store _, HostCall _, Memset _ -> -1;
        };
    }

    /** The registers it reads, a bit each. */
    default int reads() {
        return switch (this) {
            case Move(_, Value value, _) -> value.mask();
            case Unary(_, _, Value a, _) -> a.mask();
            case Binary(_, _, Value a, Value b, _) -> a.mask() | b.mask();
            case Select(int d, _, Value value, Value condition, _) -> 1 << d | value.mask() | condition.mask();
            case Load(_, _, Value base, _, _) -> base.mask();
            case Store(_, Value base, _, Value value, _) -> base.mask() | value.mask();
            case HostCall(ImportedFunction function, _) -> Registers.ofArguments(function.inputs()) | Registers.SP;
            case Sbrk(_, Value size, _) -> size.mask();
            case Memset _ -> Registers.MEMSET_READS;
        };
    }

    /** The registers that hold something else afterwards, a bit each. */
    default int writes() {
        return switch (this) {
            case HostCall _ -> Registers.CALLER_SAVED;
            case Memset _ -> Registers.MEMSET_WRITES;
            case Store _ -> 0;
            case Move _, Unary _, Binary _, Select _, Load _, Sbrk _ -> 1 << destination();
        };
    }

    /** Whether nobody misses it when what it writes is not read. */
    default boolean isPure() {
        return switch (this) {
            case Move _, Unary _, Binary _, Select _, Load _ -> true;
            case Store _, HostCall _, Sbrk _, Memset _ -> false;
        };
    }

    /** The same with every value it reads exchanged; what is read by convention stays. */
    default Instruction withValues(UnaryOperator<Value> change) {
        return switch (this) {
            case Move(int d, Value value, var at) -> new Move(d, change.apply(value), at);
            case Unary(var op, int d, Value a, var at) -> new Unary(op, d, change.apply(a), at);
            case Binary(var op, int d, Value a, Value b, var at) ->
                new Binary(op, d, change.apply(a), change.apply(b), at);
            case Select(int d, boolean ifZero, Value value, Value condition, var at) ->
                new Select(d, ifZero, change.apply(value), change.apply(condition), at);
            case Load(var width, int d, Value base, Value offset, var at) ->
                new Load(width, d, change.apply(base), change.apply(offset), at);
            case Store(var width, Value base, Value offset, Value value, var at) ->
                new Store(width, change.apply(base), change.apply(offset), change.apply(value), at);
            case Sbrk(int d, Value size, var at) -> new Sbrk(d, change.apply(size), at);
            case HostCall _, Memset _ -> this;
        };
    }

    /** The same with another destination; only for those that have one and do not read it. */
    default Instruction withDestination(int d) {
        return switch (this) {
            case Move(_, Value value, var at) -> new Move(d, value, at);
            case Unary(var op, _, Value a, var at) -> new Unary(op, d, a, at);
            case Binary(var op, _, Value a, Value b, var at) -> new Binary(op, d, a, b, at);
            case Load(var width, _, Value base, Value offset, var at) -> new Load(width, d, base, offset, at);
            case Sbrk(_, Value size, var at) -> new Sbrk(d, size, at);
            case Select(_, boolean ifZero, Value value, Value condition, var at) ->
                new Select(d, ifZero, value, condition, at);
            case Store _, HostCall _, Memset _ -> throw new IllegalArgumentException(this + " writes no register");
        };
    }
}
