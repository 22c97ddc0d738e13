/**
 * What a PVM program is: instruction table, blob formats, assembler, disassembler, gas cost models.
 *
 * <p>{@link dev.paddock.program.Opcode} declares every instruction once. {@link dev.paddock.program.Program} is what
 * bytes become when they are parsed and checked, {@link dev.paddock.program.Code} its code, which
 * {@link dev.paddock.program.InstructionReader} walks for interpreters, compilers, cost models and the disassembler
 * alike. {@link dev.paddock.program.MemoryImage} says what memory a program starts with,
 * {@link dev.paddock.program.Semantics} what its instructions compute.
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
 * <p>Nothing here runs anything, and all of it is immutable but the reader and the costs, which belong to one thread.
 *
 * <h2>Assembly text</h2>
 *
 * One item a line; blanks around it, empty lines and {@code // comments} do not count.
 *
 * <pre>
 * %isa = latest64               the instruction set: revive_v1, jam_v1, latest32 or latest64
 * %ro_data_size = 4096          sizes, decimal; also %rw_data_size and %stack_size
 * %ro_data = 68 65 6c 6c 6f     first bytes, hex; also %rw_data; without a size there are no more
 * %import = console_write       the n-th such line is what `ecalli n-1` calls
 *
 * pub @main:                    a label; `pub` exports it
 *     a0 = a0 + 0x10            an instruction as the disassembler prints it
 *     jump @main if a0 &lt;u 100
 *     a1 = @table               a label's address for dynamic jumps
 *     ret
 * @table:
 *     trap
 * </pre>
 *
 * <ul>
 *   <li>Registers are {@code ra sp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5}, or {@code r0} to {@code r12}.
 *   <li>A label begins a basic block: after an instruction that does not end one, a {@code fallthrough} is inserted. With
 *       {@code %no_fallthrough} after its colon it does not: an export of it then names the very next instruction, while
 *       jumps to it lead to the start of the block around it, there being no other way.
 *   <li>{@code reg = @name} loads the address of a new entry of the jump table: 2 for the first such line, then 4, ...
 *   <li>Numbers are decimal, {@code 0x} or {@code 0b}: an i32, a u32, or hex that sign-extends from 32 bits. A constant
 *       beyond that, or after {@code i64}, becomes a load_imm64.
 *   <li>{@code i32} before the destination chooses the 32-bit form; latest32 has no other and may leave it out.
 *   <li>Immediates may stand on either side where the operation allows it. {@code ret} is {@code jump [ra]}, {@code nop}
 *       is {@code ra = ra}.
 *   <li>latest64: code that does not end a block gets a {@code trap}, and padding where an instruction would straddle a
 *       multiple of 1,024 bytes.
 * </ul>
 *
 * <p>{@code %import} is ours; the other assembler of this language does not know it, nor does it read all that its own
 * disassembler prints, which this one does: a listing's offsets and raw bytes are dropped, its block numbers are labels,
 * and {@code [@dyn K]} and {@code [export #i: 'name']} mean what they say. A listing made with
 * {@link dev.paddock.program.Disassembler.Options#asReassemblable} holds the whole program.
 */
@NullMarked
package dev.paddock.program;

import org.jspecify.annotations.NullMarked;
