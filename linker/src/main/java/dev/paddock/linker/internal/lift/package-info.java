/**
 * From ELF to the intermediate form: what sections are for, what metadata says, where blocks begin, and what RISC-V
 * instructions become.
 */
@NullMarked
package dev.paddock.linker.internal.lift;

import org.jspecify.annotations.NullMarked;
