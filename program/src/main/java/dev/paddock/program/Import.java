package dev.paddock.program;

import java.util.Optional;

/**
 * A function that a program wants from its host.
 *
 * @param number what {@code ecalli} names it by
 * @param symbol its name; empty if the import table points outside the symbols
 */
public record Import(int number, Optional<Symbol> symbol) {
    /** The name as text, empty if it is missing. */
    public String name() {
        return symbol.map(Symbol::toString).orElse("");
    }
}
