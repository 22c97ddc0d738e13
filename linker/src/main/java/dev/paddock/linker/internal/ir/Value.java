package dev.paddock.linker.internal.ir;

/** What an instruction reads. */
public sealed interface Value {
    Const ZERO = new Const(0);

    /** A register: 0..12 are the machine's, from {@link #FIRST_TEMPORARY} on there are temporaries of one block. */
    record Reg(int number) implements Value {
        public static final int FIRST_TEMPORARY = 13;
        public static final int RA = 0;
        public static final int SP = 1;
        public static final int A0 = 7;
        public static final int A1 = 8;
        public static final int A2 = 9;
    }

    /** A number. */
    record Const(long value) implements Value {}

    /** The address of a byte of a data section, known when memory is laid out. */
    record DataAddress(DataSection section, long offset) implements Value {}

    /** The address of a block as dynamic jumps understand it. */
    record CodeAddress(Block block) implements Value {}

    /** The first address of the heap. */
    record HeapBase() implements Value {}

    static Value of(long value) {
        return value == 0 ? ZERO : new Const(value);
    }
}
