package dev.paddock.program;

/**
 * A function that a program offers. Several may share a position, and none is checked to be an instruction.
 *
 * @param pc where it begins, 32-bit unsigned
 */
public record Export(int pc, Symbol symbol) {
    /** The name as text. */
    public String name() {
        return symbol.toString();
    }
}
