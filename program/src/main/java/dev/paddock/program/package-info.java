/**
 * What a PVM program is: instruction table, blob formats, assembler, disassembler, gas cost models.
 *
 * <p>{@link dev.paddock.program.Opcode} declares every instruction once. {@link dev.paddock.program.Program} is what bytes
 * become when they are parsed and checked, {@link dev.paddock.program.Code} its code, which
 * {@link dev.paddock.program.InstructionReader} walks for interpreters, compilers, cost models and the disassembler alike.
 * {@link dev.paddock.program.MemoryImage} says what memory a program starts with, {@link dev.paddock.program.Semantics} what
 * its instructions compute.
 *
 * <pre>
 *   bytes --parse--> Program --- Code --- InstructionReader --> interpreter, compilers
 *     ^               |    \                      |
 *     |               |     MemoryImage           +--> BlockCost: gas of a block
 *   Assembler         +--- imports, exports       +--> Disassembler --> text
 *     ^               +--- DebugInfo
 *    text
 * </pre>
 *
 * Nothing here runs anything, and all of it is immutable but the reader and the costs, which belong to one thread.
 */
@NullMarked
package dev.paddock.program;

import org.jspecify.annotations.NullMarked;
