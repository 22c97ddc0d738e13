/** From RISC-V instructions to the intermediate form. */
@NullMarked
package dev.paddock.linker.internal.riscv;

import org.jspecify.annotations.NullMarked;
