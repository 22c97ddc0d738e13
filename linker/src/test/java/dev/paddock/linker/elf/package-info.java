/** Makes RISC-V ELF files, so that tests need no compiler: an assembler, a writer of ELF, and guests made with them. */
@NullMarked
package dev.paddock.linker.elf;

import org.jspecify.annotations.NullMarked;
