/** Reads ELF files; every field of them is hostile. */
@NullMarked
package dev.paddock.linker.internal.elf;

import org.jspecify.annotations.NullMarked;
