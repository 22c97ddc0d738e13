/**
 * RISC-V ELF in, {@code .polkavm} blob out.
 *
 * <pre>
 *   ELF --elf--> sections, symbols, relocations --riscv--> blocks of the intermediate form
 *       --pass (each on its own, each can be switched off)--> fewer, cheaper blocks
 *       --emit--> memory layout, jump table, instructions --> container
 * </pre>
 *
 * <p>Linking is where a program is optimised, off the machine that runs it: the compiler of the virtual machine is a
 * single pass.
 */
@NullMarked
package dev.paddock.linker;

import org.jspecify.annotations.NullMarked;
