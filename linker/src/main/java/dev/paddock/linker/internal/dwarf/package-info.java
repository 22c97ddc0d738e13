/**
 * Reads DWARF: which function, file and line the code of an ELF comes from, and what was inlined into what.
 *
 * <pre>
 *   ELF --DebugSections--> bytes with relocations applied, code at addresses of its own (CodeLayout)
 *       --Tree (.debug_info)--> scopes: functions, and within them what was inlined
 *       --Lines (.debug_line)--> rows: file, line, column
 *       --SourceMap--> the frames of a place in code
 * </pre>
 *
 * <p>Every byte is hostile. Reading is bounds-checked, nothing recurses, and whatever points back and forth in the bytes is
 * paid for from a {@link Budget}, so that time and memory stay linear in their number.
 */
@NullMarked
package dev.paddock.linker.internal.dwarf;

import org.jspecify.annotations.NullMarked;
