package dev.paddock.linker.internal.dwarf;

/**
 * A place in source text.
 *
 * @param line 0 if unknown
 * @param column 0 if unknown
 */
record SourceLine(String path, int line, int column) {}
