/** What a PVM program is: instruction table, blob formats, assembler, disassembler, gas cost models. */
@NullMarked
package dev.paddock.program;

import org.jspecify.annotations.NullMarked;
