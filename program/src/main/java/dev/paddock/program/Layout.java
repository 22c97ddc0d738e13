package dev.paddock.program;

/** Where instructions and basic blocks begin, which the two encodings tell differently. */
sealed interface Layout permits LegacyLayout, ExtendedLayout {
    /** Whether an instruction starts at a position inside the code. */
    boolean isInstruction(int pc);

    /** Whether a basic block starts at a position inside the code. */
    boolean isBlockStart(int pc);

    /** Start of the block of the instruction at a position inside the code; -1 if none starts there. */
    int blockStartOf(int pc);

    /** The nearest block start at or after a position inside the code, or the code's length. */
    int blockStartFrom(int pc);

    /** What decoding knows of the instruction that ends with the code: whether control can run past it. */
    int lastEntry();
}
