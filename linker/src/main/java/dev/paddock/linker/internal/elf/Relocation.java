package dev.paddock.linker.internal.elf;

/**
 * A relocation.
 *
 * @param offset from the start of the section it applies to
 */
public record Relocation(long offset, RelocationType type, Symbol symbol, long addend) {}
