package dev.paddock.linker.internal.ir;

/** What an instruction reads. */
public sealed interface Value {
    Const ZERO = new Const(0);

    /** A register: 0..12 are the machine's, from {@link #FIRST_TEMPORARY} on there are temporaries of one block. */
    record Reg(int number) implements Value {
        public static final int FIRST_TEMPORARY = 13;
        /** Sets of registers are ints. */
        public static final int LIMIT = 32;

        public static final int RA = 0;
        public static final int SP = 1;
        public static final int A0 = 7;

        public boolean isTemporary() {
            return number >= FIRST_TEMPORARY;
        }
    }

    /** A number. */
    record Const(long value) implements Value {
        /** Whether an immediate holds it: 32 bits, sign-extended. */
        @Override
        public boolean isImmediate() {
            return value == (int) value;
        }
    }

    /** The address of a byte of a data section, known when memory is laid out. */
    record DataAddress(DataSection section, long offset) implements Value {}

    /** The address of a block as dynamic jumps understand it. */
    record CodeAddress(Block block) implements Value {}

    /** The first address of the heap. */
    record HeapBase() implements Value {}

    static Value of(long value) {
        return value == 0 ? ZERO : new Const(value);
    }

    static Reg register(int number) {
        return new Reg(number);
    }

    /** The register that is read, as a set. */
    default int mask() {
        return this instanceof Reg(int number) ? 1 << number : 0;
    }

    default boolean isConstant() {
        return !(this instanceof Reg);
    }

    /** Whether an instruction has room for it. Addresses are below 2^31 unless the layout says otherwise. */
    default boolean isImmediate() {
        return switch (this) {
            case Reg _ -> false;
            case Const c -> c.isImmediate();
            case DataAddress _, CodeAddress _, HeapBase _ -> true;
        };
    }
}
