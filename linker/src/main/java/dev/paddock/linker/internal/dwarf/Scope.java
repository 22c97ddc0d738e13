package dev.paddock.linker.internal.dwarf;

import org.jspecify.annotations.Nullable;

/** A function, or one inlined into another. Each is one place of the program: told apart by identity. */
final class Scope {
    private final @Nullable Scope outer;
    private final Scope function;
    private final Functions names;
    private final long entry;
    private final SourceLine call;

    /** A function that has code of its own; its name is found by the offset of its entry. */
    Scope(Functions names, long entry) {
        this.outer = null;
        this.function = this;
        this.names = names;
        this.entry = entry;
        this.call = new SourceLine("", 0, 0);
    }

    /** A function inlined into another, which calls it at that place. */
    Scope(Scope outer, long entry, SourceLine call) {
        this.outer = outer;
        this.function = outer.function;
        this.names = outer.names;
        this.entry = entry;
        this.call = call;
    }

    /** What it is inlined into; null for a function that has code of its own. */
    @Nullable Scope outer() {
        return outer;
    }

    /** The function that it lies in, whatever is inlined between. */
    Scope function() {
        return function;
    }

    /** What it is called and where it is declared. */
    Functions.Function name() {
        return names.get(entry);
    }

    SourceLine call() {
        return call;
    }
}
